/**
 * The embedded DNS server: containers of a user-defined network find one another by name.
 *
 * <p>Messages are read and written by dnsjava.
 */
package dev.minidocker.labs.networking.dns;
