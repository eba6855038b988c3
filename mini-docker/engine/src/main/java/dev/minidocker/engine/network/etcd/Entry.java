package dev.minidocker.engine.network.etcd;

/**
 * A key with its value.
 *
 * @param revision of the store at which it was last written; no other writing has the same
 */
public record Entry(String key, String value, long revision) {}
