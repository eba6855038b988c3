/**
 * Which addresses a network's containers get. Pure functions: what is taken is asked of whoever
 * keeps the endpoints.
 */
package dev.minidocker.labs.networking.ipam;
