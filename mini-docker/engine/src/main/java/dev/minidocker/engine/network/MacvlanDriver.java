package dev.minidocker.engine.network;

import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.MacvlanMode;
import dev.minidocker.labs.net.Uplink;
import java.util.List;
import java.util.Optional;

/**
 * Containers are on the wire of a link of the host, each with a hardware address of its own. They
 * and the host itself do not hear each other: the kernel has frames leave by the wire.
 */
record MacvlanDriver(HostBridges host) implements WireDriver {
  private static final String MODE = "macvlan_mode";

  @Override
  public String name() {
    return "macvlan";
  }

  @Override
  public List<String> options() {
    return List.of(Parent.OPTION, MODE);
  }

  @Override
  public void check(NetworkSpec spec, List<Network> others) {
    MacvlanMode mode = mode(spec.option(MODE));
    WireTrial.run(
        spec, new Uplink.Macvlan(new Parent(host).check(spec, others), mode), Parent.OPTION);
  }

  @Override
  public Uplink uplink(Network network, String outside) {
    return new Uplink.Macvlan(
        new Parent(host).index(network), mode(Optional.ofNullable(network.options().get(MODE))));
  }

  /** Who has the parent alone has its address too. */
  @Override
  public Optional<HardwareAddress> hardware(
      Network network, Optional<HardwareAddress> asked, List<IpPrefix> addresses) {
    MacvlanMode mode = mode(Optional.ofNullable(network.options().get(MODE)));
    return mode == MacvlanMode.PASSTHRU
        ? Parent.ownHardware(network, asked)
        : WireDriver.super.hardware(network, asked, addresses);
  }

  private static MacvlanMode mode(Optional<String> asked) {
    return Parent.choice(MODE, asked.orElse("bridge"), MacvlanMode.values());
  }
}
