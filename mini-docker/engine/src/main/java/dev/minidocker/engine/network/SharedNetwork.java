package dev.minidocker.engine.network;

import dev.minidocker.engine.network.etcd.Change;
import dev.minidocker.engine.network.etcd.Condition;
import dev.minidocker.engine.network.etcd.Entry;
import dev.minidocker.engine.network.etcd.Etcd;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What hosts agree on about one overlay network, in etcd:
 *
 * <pre>
 * /mini-docker/networks/NAME             its description
 * /mini-docker/vxlans/NUMBER             the name of the network that has this number
 * /mini-docker/hosts/ID/ADDRESS          a host that has it
 * /mini-docker/addresses/ID/ADDRESS      the id of the container that has this address
 * /mini-docker/endpoints/ID/CONTAINER    a {@link Peer}
 * </pre>
 *
 * <p>The last two are of a container's lease, and go when nobody keeps that alive.
 */
record SharedNetwork(Etcd etcd, String name) {
  /** Numbers below are left to people. */
  private static final int FIRST = 4096;

  private static final String ROOT = "/mini-docker/";
  private static final String NETWORKS = "networks/";

  static String addresses(Network network) {
    return ROOT + "addresses/" + network.id() + "/";
  }

  static String endpoints(Network network) {
    return ROOT + "endpoints/" + network.id() + "/";
  }

  private static String hosts(Network network) {
    return ROOT + "hosts/" + network.id() + "/";
  }

  private static String vxlan(String number) {
    return ROOT + "vxlans/" + number;
  }

  private String key() {
    return ROOT + NETWORKS + name;
  }

  /** All that hosts have made, whatever their names. */
  List<Network> all() {
    return etcd.list(ROOT + NETWORKS).stream().map(SharedNetwork::decode).toList();
  }

  /** Its description, if some host has made it. */
  Optional<Network> find() {
    return etcd.find(key()).map(SharedNetwork::decode);
  }

  private static Network decode(Entry entry) {
    return Network.decode(entry.value().getBytes(StandardCharsets.UTF_8), "etcd's " + entry.key());
  }

  /** A number for a tunnel that no network has now. */
  String freeNumber() {
    String prefix = vxlan("");
    Set<String> taken =
        etcd.list(prefix).stream()
            .map(entry -> entry.key().substring(prefix.length()))
            .collect(Collectors.toSet());
    int number = FIRST;
    while (taken.contains(Integer.toString(number))) {
      number++;
    }
    return Integer.toString(number);
  }

  /**
   * Makes it known, and that this host has it.
   *
   * @param number of its tunnel
   * @return whether nobody else has meanwhile made one of the name or number
   */
  boolean create(Network network, String number, String host) {
    String description = new String(network.encode(), StandardCharsets.UTF_8);
    return etcd.commit(
        List.of(new Condition.Absent(key()), new Condition.Absent(vxlan(number))),
        List.of(
            new Change.Put(key(), description),
            new Change.Put(vxlan(number), name),
            new Change.Put(hosts(network) + host, "")));
  }

  /**
   * Makes known that this host has it too.
   *
   * @return whether it is there still
   */
  boolean join(Network network, String host) {
    Optional<Entry> entry = etcd.find(key());
    return entry.isPresent()
        && decode(entry.get()).id().equals(network.id())
        && etcd.commit(
            List.of(new Condition.Unchanged(entry.get())),
            List.of(new Change.Put(hosts(network) + host, "")));
  }

  /** This host has it no longer; with the last one it is gone. */
  void leave(Network network, String number, String host) {
    etcd.commit(List.of(), List.of(new Change.Delete(hosts(network) + host)));
    Optional<Entry> entry = etcd.find(key());
    if (entry.isPresent() && decode(entry.get()).id().equals(network.id())) {
      etcd.commit(
          List.of(new Condition.NoneBelow(hosts(network)), new Condition.Unchanged(entry.get())),
          List.of(new Change.Delete(key()), new Change.Delete(vxlan(number))));
    }
  }
}
