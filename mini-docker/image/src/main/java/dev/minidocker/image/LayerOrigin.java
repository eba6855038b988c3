package dev.minidocker.image;

/**
 * Where a registry has a layer, so that it need not be compressed or sent again.
 *
 * @param domain the registry's host
 * @param path the repository there
 * @param digest of the layer as that registry has it, compressed by gzip
 * @param bytes of that
 */
public record LayerOrigin(String domain, String path, Digest digest, long bytes) {}
