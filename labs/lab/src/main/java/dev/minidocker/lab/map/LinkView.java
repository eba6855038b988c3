package dev.minidocker.lab.map;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A link of a network namespace.
 *
 * @param kind {@code veth}, {@code bridge}, …; {@code loopback}; {@code device} for hardware
 * @param addresses with the lengths of their prefixes, in the notation of ip(8)
 * @param bridge the index of the one whose port it is
 * @param farEnd where its packets come out
 * @param detail what is particular about its kind, or ""
 */
record LinkView(
    int index,
    String name,
    String kind,
    State state,
    List<String> addresses,
    Optional<Integer> bridge,
    Optional<FarEnd> farEnd,
    String detail) {

  /** Whether it can carry packets. */
  enum State {
    UP,
    /** Up, but nothing is at its other end, or that is down. */
    NO_CARRIER,
    DOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * The other end of a veth, or the link that a macvlan, a VLAN or a VXLAN stands on.
   *
   * @param isPeer whether it is an end of the same kind
   * @param namespace the inode of its namespace; nothing if that is not on the map
   * @param index there; 0 if only the namespace is known
   */
  record FarEnd(boolean isPeer, Optional<Long> namespace, int index) {}

  LinkView {
    addresses = List.copyOf(addresses);
  }
}
