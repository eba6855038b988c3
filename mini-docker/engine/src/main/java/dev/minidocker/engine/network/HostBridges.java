package dev.minidocker.engine.network;

import dev.minidocker.labs.net.Address;
import dev.minidocker.labs.net.Addresses;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Link;
import dev.minidocker.labs.net.LinkFlag;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Route;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.labs.networking.NatTable;
import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.labs.networking.nftables.Ruleset;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.netlink.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The bridges of networks in the network namespace of a {@link HostNetwork}, and the rules for
 * them.
 *
 * <p>A bridge that is up is complete: it has its addresses and its rules. One that is down was left
 * by who was killed while making it.
 */
final class HostBridges implements AutoCloseable {
  private static final NatTable TABLE = NatTable.named("mini-docker");

  private final Rtnetlink links;
  private final Supplier<Nftables> tables;
  private final Optional<Supplier<List<IpPrefix>>> beyond;
  private Nftables rules;
  private OtherTables others;

  private HostBridges(
      Rtnetlink links, Supplier<Nftables> tables, Optional<Supplier<List<IpPrefix>>> beyond) {
    this.links = links;
    this.tables = tables;
    this.beyond = beyond;
  }

  /** Those of the network namespace that this JVM is in. */
  static HostBridges here() {
    return new HostBridges(Rtnetlink.here(), Nftables::here, Optional.empty());
  }

  /**
   * Those of a namespace that plays the host: it forwards packets already, and ports of the host
   * are led there by a {@link HeldPort}, without rules.
   *
   * @param tables opens a socket for its rules
   * @param beyond which subnets are known at the host itself
   */
  static HostBridges played(
      Rtnetlink links, Supplier<Nftables> tables, Supplier<List<IpPrefix>> beyond) {
    return new HostBridges(links, tables, Optional.of(beyond));
  }

  /** Those of such a namespace before anybody is there to look into it; only for a plan. */
  static HostBridges foreseen() {
    return played(Rtnetlink.here(), Nftables::here, List::of);
  }

  /** Whether this is not the host, but a namespace of an ordinary user that plays it. */
  boolean arePlayed() {
    return beyond.isPresent();
  }

  /** The table of rules; a socket for it is opened when it is first needed. */
  private Nftables rules() {
    if (rules == null) {
      rules = tables.get();
    }
    return rules;
  }

  /** All subnets that lead somewhere from here, and those of this host's own addresses. */
  List<IpPrefix> routes() {
    List<IpPrefix> own =
        Stream.concat(
                links.routes().stream().filter(Route::isInMainTable).map(Route::destination),
                links.addresses().stream().map(Address::prefix).map(IpPrefix::network))
            .toList();
    List<IpPrefix> more = beyond.map(Supplier::get).orElse(List.of());
    return Stream.concat(own.stream(), more.stream()).toList();
  }

  /** Those of this host's links. */
  List<InetAddress> addresses() {
    return links.addresses().stream().map(Address::prefix).map(IpPrefix::address).toList();
  }

  Optional<Link> find(String name) {
    return links.links().stream().filter(link -> link.name().equals(name)).findFirst();
  }

  /** The index of a network's bridge, if it is there and complete. */
  Optional<Integer> complete(Network network) {
    return find(network.bridge())
        .filter(link -> link.flags().contains(LinkFlag.IFF_UP))
        .map(link -> own(network, link).index());
  }

  private Link own(Network network, Link link) {
    List<IpPrefix> addresses =
        links.addresses().stream()
            .filter(address -> address.link() == link.index())
            .map(Address::prefix)
            .toList();
    if (!addresses.containsAll(network.gateways())) {
      throw new NetworkException(
          "the link "
              + link.name()
              + ", which network "
              + network.name()
              + " is to have, is somebody else's: it has "
              + addresses
              + " and not "
              + network.gateways()
              + ". Remove it (ip link delete "
              + link.name()
              + "), or remove the network and make it anew");
    }
    return link;
  }

  /** Makes a network's bridge with all that belongs to it; nobody else does so meanwhile. */
  int make(Network network) {
    find(network.bridge()).ifPresent(rest -> unmake(network));
    if (!arePlayed()) {
      Forwarding.switchOn(network);
    }
    makeRules(network);
    // one of its own: else it has its lowest port's, and who remembers that finds it no more when
    // the port has gone
    HardwareAddress own = HardwareAddress.random(ThreadLocalRandom.current());
    links.execute(Links.createBridge(NewLink.named(network.bridge()).withHardware(own)));
    int index = links.link(network.bridge()).index();
    network.gateways().forEach(address -> links.execute(Addresses.add(index, address)));
    links.execute(Links.switchOn(LinkId.of(index)));
    return index;
  }

  /** Makes a network's rules, in place of those of a bridge that is gone. */
  void makeRules(Network network) {
    tolerating(Errno.EEXIST, TABLE.create());
    tolerating(Errno.ENOENT, TABLE.disconnect(network.rules()));
    rules().commit(TABLE.connect(network.rules()));
  }

  /** Whether a network has its rules: somebody may have flushed all tables. */
  boolean haveRules(Network network) {
    return TABLE.connects(rules().chains(), network.rules());
  }

  /** The tables of others, through which what is forwarded comes too. */
  OtherTables others() {
    if (others == null) {
      others = new OtherTables(rules());
    }
    return others;
  }

  /** Removes a network's bridge and rules, as far as they are there. */
  void unmake(Network network) {
    others().withdraw(network);
    tolerating(Errno.ENOENT, TABLE.disconnect(network.rules()));
    find(network.bridge()).ifPresent(link -> links.execute(Links.delete(LinkId.of(link.index()))));
  }

  /**
   * Has ports of the host lead to containers.
   *
   * @return whether none of them leads elsewhere, so that all do now
   */
  boolean publish(List<PublishedPort> ports) {
    return arePlayed() || tolerating(Errno.EEXIST, TABLE.publish(ports));
  }

  /**
   * Has whoever asked before come to ports that were published since.
   *
   * @return what hinders it
   */
  Optional<String> leadOn(List<PublishedPort> ports) {
    return arePlayed()
        ? Optional.empty()
        : new BegunFlows(ports).forgetThoseElsewhere(this::addresses);
  }

  /** Those of the ports that lead where it is said. */
  List<PublishedPort> inForce(List<PublishedPort> ports) {
    Ruleset now = rules().ruleset();
    return ports.stream().filter(port -> TABLE.publishes(now, port)).toList();
  }

  /** Takes it back, as far as it is so. */
  void withdraw(List<PublishedPort> ports) {
    if (ports.isEmpty() || arePlayed()) {
      return;
    }
    if (!tolerating(Errno.ENOENT, TABLE.withdraw(ports)) && ports.size() > 1) {
      ports.forEach(port -> tolerating(Errno.ENOENT, TABLE.withdraw(List.of(port))));
    }
    new BegunFlows(ports).forgetThoseToThem(); // what hinders it was said when they were published
  }

  private boolean tolerating(Errno tolerated, List<Request> changes) {
    try {
      rules().commit(changes);
      return true;
    } catch (ErrnoException e) {
      if (e.errno() != tolerated) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void close() {
    if (rules != null) {
      rules.close();
    }
    links.close();
  }
}
