package dev.minidocker.labs.networking.model;

import dev.minidocker.labs.networking.model.Packet.Place;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Few addresses and few ports, so that flows collide. */
final class Flows {
  static final String HOST = "192.0.2.1";
  private static final List<String> CONTAINERS = List.of("10.0.0.2", "10.0.0.3");
  private static final List<String> OUTSIDE = List.of("198.51.100.1", "198.51.100.2");

  private Flows() {}

  static String neighbourOf(String container) {
    return CONTAINERS.get(1 - CONTAINERS.indexOf(container));
  }

  static Arbitrary<Integer> ports() {
    return Arbitraries.of(1, 80, 8080, 0xffff);
  }

  static Arbitrary<Place> containers() {
    return Combinators.combine(Arbitraries.of(CONTAINERS), ports()).as(Place::new);
  }

  static Arbitrary<Place> outside() {
    return Combinators.combine(Arbitraries.of(OUTSIDE), ports()).as(Place::new);
  }

  /** What has passed already. */
  static Arbitrary<List<Packet>> pasts() {
    Arbitrary<Packet> asked = Combinators.combine(containers(), outside()).as(Packet::new);
    return asked.list().ofMaxSize(6);
  }

  static NatModel after(NatModel model, List<Packet> past) {
    past.forEach(model::pass);
    return model;
  }

  static Set<String> all() {
    return Set.copyOf(CONTAINERS);
  }
}
