package dev.minidocker.labkit;

/**
 * The host's view beside the container's view of the same thing.
 *
 * @param what the thing, in two or three words
 * @param host how the host sees it
 * @param container how the container sees it
 */
public record Observation(String what, HostLook host, Look container) {}
