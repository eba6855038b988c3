/** What the kernel remembers of flows, asked for and forgotten over nfnetlink. */
package dev.minidocker.labs.networking.conntrack;
