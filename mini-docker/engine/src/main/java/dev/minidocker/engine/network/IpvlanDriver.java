package dev.minidocker.engine.network;

import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.IpvlanMode;
import dev.minidocker.labs.net.Uplink;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Containers are on the wire of a link of the host, and share its hardware address, for wires that
 * allow one. In mode l2 the parent is their switch, in l3 and l3s their router: nobody answers ARP
 * then, and who is to reach them needs a route to this host.
 */
record IpvlanDriver(HostBridges host) implements WireDriver {
  private static final String MODE = "ipvlan_mode";

  @Override
  public String name() {
    return "ipvlan";
  }

  @Override
  public List<String> options() {
    return List.of(Parent.OPTION, MODE);
  }

  @Override
  public void check(NetworkSpec spec, List<Network> others) {
    IpvlanMode mode = mode(spec.option(MODE));
    WireTrial.run(
        spec, new Uplink.Ipvlan(new Parent(host).check(spec, others), mode), Parent.OPTION);
  }

  @Override
  public Uplink uplink(Network network, String outside) {
    return new Uplink.Ipvlan(new Parent(host).index(network), mode(network));
  }

  /** A router is no neighbour: everything leaves by the link. */
  @Override
  public List<InetAddress> gateways(Network network) {
    return mode(network) == IpvlanMode.L2
        ? WireDriver.super.gateways(network)
        : network.subnets().stream()
            .map(subnet -> new IpPrefix(subnet.address(), 0).network().address())
            .toList();
  }

  @Override
  public Optional<HardwareAddress> hardware(
      Network network, Optional<HardwareAddress> asked, List<IpPrefix> addresses) {
    return Parent.ownHardware(network, asked);
  }

  private static IpvlanMode mode(Network network) {
    return mode(Optional.ofNullable(network.options().get(MODE)));
  }

  private static IpvlanMode mode(Optional<String> asked) {
    return Parent.choice(MODE, asked.orElse("l2"), IpvlanMode.values());
  }
}
