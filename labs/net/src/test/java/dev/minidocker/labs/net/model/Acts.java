package dev.minidocker.labs.net.model;

import dev.minidocker.labs.net.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random acts in a few networks, with so few names that they often mean something. */
final class Acts {
  static final int NETWORKS = 3;
  static final List<InetAddress> DESTINATIONS =
      List.of(
          IpPrefix.address("10.1.1.7"),
          IpPrefix.address("10.1.1.200"),
          IpPrefix.address("10.1.2.7"),
          IpPrefix.address("10.1.3.1"),
          IpPrefix.address("10.2.0.1"));
  private static final int MOST = 12;

  private Acts() {}

  static Arbitrary<List<Act>> acts() {
    Arbitrary<List<Act>> alone = act().map(List::of);
    return Arbitraries.frequencyOf(Tuple.of(5, alone), Tuple.of(1, connectedLink()))
        .list()
        .ofMaxSize(MOST)
        .map(pieces -> pieces.stream().flatMap(List::stream).toList());
  }

  private static Arbitrary<Act> act() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, veth()),
        Tuple.of(2, on(Act.CreateBridge::new)),
        Tuple.of(1, on(Act.Delete::new)),
        Tuple.of(
            2,
            Combinators.combine(network(), name(), Arbitraries.of(1, 2))
                .as((network, name, on) -> new Act.Move(network, name, (network + on) % NETWORKS))),
        Tuple.of(6, on(Act.SwitchOn::new)),
        Tuple.of(2, on(Act.SwitchOff::new)),
        Tuple.of(2, Combinators.combine(network(), name(), name()).as(Act.Enslave::new)),
        Tuple.of(6, Combinators.combine(network(), name(), address()).as(Act.AddAddress::new)),
        Tuple.of(
            5, Combinators.combine(network(), destination(), gateway()).as(Act.AddRoute::new)));
  }

  /** What chance alone brings about too rarely. */
  private static Arbitrary<List<Act>> connectedLink() {
    return Combinators.combine(network(), name(), network(), name(), address())
        .as(
            (network, name, peersNetwork, peersName, address) ->
                List.of(
                    new Act.CreateVeth(network, name, peersNetwork, peersName),
                    new Act.SwitchOn(network, name),
                    new Act.AddAddress(network, name, address)));
  }

  @FunctionalInterface
  private interface OnLink {
    Act of(int network, String name);
  }

  private static Arbitrary<Act> on(OnLink act) {
    return Combinators.combine(network(), name()).as(act::of);
  }

  private static Arbitrary<Act> veth() {
    return Combinators.combine(network(), name(), network(), name()).as(Act.CreateVeth::new);
  }

  private static Arbitrary<Integer> network() {
    return Arbitraries.integers().between(0, NETWORKS - 1);
  }

  private static Arbitrary<String> name() {
    return Arbitraries.of("mda", "mdb", "mdc");
  }

  private static Arbitrary<IpPrefix> address() {
    return Arbitraries.of("10.1.1.1/24", "10.1.1.2/24", "10.1.2.1/24").map(IpPrefix::parse);
  }

  private static Arbitrary<InetAddress> gateway() {
    return Arbitraries.of("10.1.1.9", "10.1.2.9").map(IpPrefix::address);
  }

  private static Arbitrary<IpPrefix> destination() {
    return Arbitraries.of("0.0.0.0/0", "10.2.0.0/16", "10.1.0.0/16", "10.1.1.128/25")
        .map(IpPrefix::parse);
  }
}
