package dev.minidocker.engine.network.etcd;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a transaction does; {@code RequestOp} of etcd's rpc.proto. */
public sealed interface Change {

  /**
   * Writes a key.
   *
   * @param lease with whose end the key goes; 0 if it stays
   */
  record Put(String key, String value, long lease) implements Change {
    public Put(String key, String value) {
      this(key, value, 0);
    }

    @Override
    public Map<String, Object> encode() {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("key", Base64Text.encode(key));
      all.put("value", Base64Text.encode(value));
      all.put("lease", Long.toString(lease));
      return Map.of("requestPut", all);
    }
  }

  /** Removes a key, if it is there. */
  record Delete(String key) implements Change {
    @Override
    public Map<String, Object> encode() {
      return Map.of("requestDeleteRange", Map.of("key", Base64Text.encode(key)));
    }
  }

  /** As JSON. */
  Map<String, Object> encode();
}
