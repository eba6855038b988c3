package dev.minidocker.engine.network.etcd;

import java.util.LinkedHashMap;
import java.util.Map;

/** What has to be so for a transaction to be done; {@code Compare} of etcd's rpc.proto. */
public sealed interface Condition {

  /** There is no such key. */
  record Absent(String key) implements Condition {
    @Override
    public Map<String, Object> encode() {
      return compare(key, "CREATE", "createRevision", 0);
    }
  }

  /** No key begins with this. */
  record NoneBelow(String prefix) implements Condition {
    @Override
    public Map<String, Object> encode() {
      Map<String, Object> all = new LinkedHashMap<>(new Absent(prefix).encode());
      all.put("rangeEnd", Base64Text.encode(Base64Text.behind(prefix)));
      return all;
    }
  }

  /** It is as it was when this was read. */
  record Unchanged(Entry entry) implements Condition {
    @Override
    public Map<String, Object> encode() {
      return compare(entry.key(), "MOD", "modRevision", entry.revision());
    }
  }

  /** As JSON. */
  Map<String, Object> encode();

  private static Map<String, Object> compare(String key, String target, String field, long value) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("result", "EQUAL");
    all.put("target", target);
    all.put("key", Base64Text.encode(key));
    all.put(field, Long.toString(value));
    return all;
  }
}
