package dev.minidocker.engine.network;

import dev.minidocker.engine.network.etcd.Etcd;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Uplink;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One network over several hosts: each has a bridge for it, and the bridges are connected by VXLAN.
 * Who is where, and who has which address, is in etcd; see {@link SharedNetwork}. Every host leads
 * its own containers outside, from the same gateway address.
 */
record OverlayDriver(NetworkStore store, HostBridges host) implements NetworkDriver {
  private static final String ETCD = "etcd";
  private static final String LOCAL = "local";
  private static final String NUMBER = "vxlan_id";
  private static final int ID_DIGITS = 12;

  private BridgeDriver bridge() {
    return new BridgeDriver(store, host);
  }

  @Override
  public String name() {
    return Network.OVERLAY;
  }

  @Override
  public List<String> options() {
    return List.of(ETCD, LOCAL, Mtu.OPTION);
  }

  @Override
  public void check(NetworkSpec spec, List<Network> others) {
    Mtu.check(spec);
    LocalAddress.check(etcd(spec.options()), spec.option(LOCAL), host);
  }

  private static Etcd etcd(Map<String, String> options) {
    return Etcd.at(
        Optional.ofNullable(options.get(ETCD))
            .orElseThrow(
                () ->
                    new NetworkException(
                        "driver overlay needs -o etcd=http://HOST:2379, where its hosts learn of"
                            + " one another")));
  }

  @Override
  public boolean isOnWire() {
    return false;
  }

  @Override
  public Optional<Network> known(NetworkSpec spec) {
    Etcd etcd = etcd(spec.options());
    Optional<Network> known = new SharedNetwork(etcd, spec.name()).find();
    return known.map(
        network -> {
          if (!isAsAsked(network, spec)) {
            throw new NetworkException(
                "network "
                    + spec.name()
                    + " is there already, in etcd at "
                    + spec.options().get(ETCD)
                    + ", with "
                    + network.subnets()
                    + (network.internal() ? ", internal" : "")
                    + Mtu.of(network).map(bytes -> ", " + Mtu.OPTION + "=" + bytes).orElse("")
                    + ". Ask for the same, leave it out, or choose another name");
          }
          return at(network, spec, network.options().get(NUMBER));
        });
  }

  private static boolean isAsAsked(Network network, NetworkSpec spec) {
    return network.pools().containsAll(spec.pools())
        && network.internal() == spec.internal()
        && (spec.option(Mtu.OPTION).isEmpty() || Mtu.of(spec).equals(Mtu.of(network)));
  }

  @Override
  public Elsewhere elsewhere(NetworkSpec spec) {
    SharedNetwork shared = new SharedNetwork(etcd(spec.options()), spec.name());
    String number = shared.freeNumber(); // before the others
    return new Elsewhere(shared.all(), number);
  }

  @Override
  public Network settled(Network planned, NetworkSpec spec, Elsewhere elsewhere) {
    return at(planned, spec, elsewhere.number());
  }

  /** As this host has it. */
  private Network at(Network network, NetworkSpec spec, String number) {
    Map<String, String> options = new LinkedHashMap<>(spec.options());
    Mtu.of(network).ifPresent(bytes -> options.put(Mtu.OPTION, "" + bytes)); // for all hosts
    options.put(
        LOCAL, LocalAddress.check(etcd(options), spec.option(LOCAL), host).getHostAddress());
    options.put(NUMBER, number);
    return network.with(options, spec.labels());
  }

  @Override
  public boolean announce(Network network, boolean known) {
    SharedNetwork shared = new SharedNetwork(etcd(network.options()), network.name());
    String local = network.options().get(LOCAL);
    return known
        ? shared.join(network, local)
        : shared.create(network, network.options().get(NUMBER), local);
  }

  @Override
  public Uplink uplink(Network network, String outside) {
    Uplink.Bridge bridge = (Uplink.Bridge) bridge().uplink(network, outside);
    TunnelEnd tunnel = tunnel(network);
    if (!tunnel.isComplete()) {
      store.locked(
          () -> {
            if (!tunnel.isComplete()) {
              int number = Integer.parseInt(network.options().get(NUMBER));
              tunnel.make(bridge.bridge(), number, local(network), mtu(network));
            }
            return tunnel;
          });
    }
    return new Uplink.Bridge(outside, bridge.bridge(), Optional.of(mtu(network)));
  }

  @Override
  public List<String> warnings(Network network) {
    return bridge().warnings(network);
  }

  @Override
  public Uplink foreseen(Network network, String outside) {
    Uplink.Bridge bridge = (Uplink.Bridge) bridge().foreseen(network, outside);
    return new Uplink.Bridge(outside, bridge.bridge(), Optional.of(mtu(network)));
  }

  @Override
  public boolean isKeptUp() {
    return true;
  }

  @Override
  public Membership member(Network network, String container) {
    return new OverlayMembership(
        etcd(network.options()), network, local(network), tunnel(network), container);
  }

  private static int mtu(Network network) {
    return Mtu.of(network).orElse(TunnelEnd.usualMtu(local(network)));
  }

  private static InetAddress local(Network network) {
    return IpPrefix.address(network.options().get(LOCAL));
  }

  private static TunnelEnd tunnel(Network network) {
    return new TunnelEnd("mdx" + network.id().substring(0, ID_DIGITS));
  }

  /** etcd first: if that does not answer, all is as it was. */
  @Override
  public void unmake(Network network) {
    new SharedNetwork(etcd(network.options()), network.name())
        .leave(network, network.options().get(NUMBER), network.options().get(LOCAL));
    tunnel(network).remove();
    bridge().unmake(network);
  }
}
