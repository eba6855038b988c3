/**
 * What there is to see of the modes of networks: hosts, containers and the world, each a network
 * namespace, and one process that goes from one to the other.
 */
package dev.minidocker.labs.networking.experiments;
