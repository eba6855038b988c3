package dev.minidocker.engine.network;

import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Uplink;
import java.util.List;
import java.util.Optional;

/** Containers meet at a bridge of the host, which leads outside by masquerading. */
record BridgeDriver(NetworkStore store, HostBridges host) implements NetworkDriver {
  static final String NAME = "bridge";

  private static final int UNKNOWN = 100; // stands for an index that nobody has seen yet

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> options() {
    return List.of(Network.BRIDGE_NAME, Mtu.OPTION);
  }

  @Override
  public void check(NetworkSpec spec, List<Network> others) {
    spec.option(Network.BRIDGE_NAME).ifPresent(BridgeDriver::checkLink);
    Mtu.check(spec);
  }

  private static void checkLink(String bridge) {
    try {
      NewLink.named(bridge);
    } catch (IllegalArgumentException e) {
      throw new NetworkException("the bridge: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isOnWire() {
    return false;
  }

  @Override
  public Uplink uplink(Network network, String outside) {
    OtherTables others = host.others();
    int index =
        host.complete(network)
            .filter(complete -> host.haveRules(network) && others.haveAdmitted(network))
            .orElseGet(() -> store.locked(() -> made(network, others)));
    return new Uplink.Bridge(outside, index, Mtu.of(network));
  }

  private int made(Network network, OtherTables others) {
    int bridge = host.complete(network).orElseGet(() -> host.make(network));
    if (!host.haveRules(network)) {
      host.makeRules(network);
    }
    others.admit(network);
    return bridge;
  }

  @Override
  public List<String> warnings(Network network) {
    return host.others().warnings(network);
  }

  @Override
  public Uplink foreseen(Network network, String outside) {
    Optional<Integer> bridge = host.arePlayed() ? Optional.empty() : host.complete(network);
    return new Uplink.Bridge(outside, bridge.orElse(UNKNOWN), Mtu.of(network));
  }

  @Override
  public void unmake(Network network) {
    host.unmake(network);
  }
}
