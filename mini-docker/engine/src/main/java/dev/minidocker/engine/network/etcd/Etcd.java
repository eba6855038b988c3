package dev.minidocker.engine.network.etcd;

import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.image.json.JsonFields;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One etcd, version 3; https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/.
 *
 * <p>Every method throws {@link NetworkException} if it does not answer within seconds, refuses, or
 * is no etcd. What was asked may have been done then all the same. May be used from any thread.
 */
public final class Etcd {
  private final Gateway gateway;

  private Etcd(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Nothing is asked yet.
   *
   * @param url as in {@code http://10.0.0.1:2379}
   * @throws NetworkException if it is no such URL
   */
  public static Etcd at(String url) {
    return new Etcd(Gateway.at(url));
  }

  /** The name or address of its host. */
  public String host() {
    return gateway.host();
  }

  public int port() {
    return gateway.port();
  }

  public Optional<Entry> find(String key) {
    return entries(Map.of("key", Base64Text.encode(key))).stream().findFirst();
  }

  /** All keys that begin with this, in their order. */
  public List<Entry> list(String prefix) {
    return entries(
        Map.of(
            "key",
            Base64Text.encode(prefix),
            "rangeEnd",
            Base64Text.encode(Base64Text.behind(prefix))));
  }

  private List<Entry> entries(Map<String, Object> range) {
    return gateway.ask("/v3/kv/range", range).objects("kvs").stream().map(Etcd::entry).toList();
  }

  private static Entry entry(JsonFields fields) {
    return new Entry(
        Base64Text.decode(fields.text("key")),
        Base64Text.decode(fields.text("value")),
        Long.parseLong(fields.text("mod_revision")));
  }

  /**
   * Does all changes at one moment, if all conditions are met.
   *
   * @return whether they were
   */
  public boolean commit(List<Condition> conditions, List<Change> changes) {
    Map<String, Object> transaction =
        Map.of(
            "compare",
            conditions.stream().map(Condition::encode).toList(),
            "success",
            changes.stream().map(Change::encode).toList());
    return gateway.ask("/v3/kv/txn", transaction).flag("succeeded");
  }

  /**
   * A lease: what is written with it goes when it ends, which it does unless it is kept alive.
   *
   * @return its number
   */
  public long grantLease(int seconds) {
    return Long.parseLong(
        gateway.ask("/v3/lease/grant", Map.of("TTL", Integer.toString(seconds))).text("ID"));
  }

  /**
   * Has a lease begin its time anew.
   *
   * @return whether there is such a lease; it may have ended
   */
  public boolean keepAlive(long lease) {
    JsonFields answer =
        gateway.ask("/v3/lease/keepalive", Map.of("ID", Long.toString(lease))).object("result");
    String seconds = answer.text("TTL");
    return !seconds.isEmpty() && Long.parseLong(seconds) > 0;
  }

  /** Ends a lease with all that was written with it; does nothing if it has ended. */
  public void revoke(long lease) {
    gateway.tell("/v3/lease/revoke", Map.of("ID", Long.toString(lease)));
  }
}
