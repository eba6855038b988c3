package dev.minidocker.engine.network;

import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.Link;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The link of the host on whose wire the containers of a network are: {@code -o parent=LINK}.
 *
 * @param host where it is looked for
 */
record Parent(HostBridges host) {
  static final String OPTION = "parent";

  /**
   * The index of the link that a new network asks for.
   *
   * @param others the networks that are there: each has a parent alone, as in docker
   * @throws NetworkException if there is none, or it cannot have it
   */
  int check(NetworkSpec spec, List<Network> others) {
    String parent =
        spec.option(OPTION)
            .filter(given -> !given.isEmpty())
            .orElseThrow(
                () ->
                    new NetworkException(
                        "driver "
                            + spec.driver()
                            + " needs -o parent=LINK, the link of this host whose wire the"
                            + " containers are on"));
    if (spec.internal()) {
      throw new NetworkException(
          "--internal with driver "
              + spec.driver()
              + ": whoever is on the wire of "
              + parent
              + " reaches all others there. Leave --internal out, or take driver bridge");
    }
    for (Network other : others) {
      if (parent.equals(other.options().get(OPTION))) {
        throw new NetworkException(
            "-o parent="
                + parent
                + ": network "
                + other.name()
                + " has this parent already. Use that network, or remove it");
      }
    }
    return host.find(parent)
        .map(Link::index)
        .orElseThrow(
            () ->
                new NetworkException(
                    "-o parent="
                        + parent
                        + ": this host has no such link; ip link lists those that it has"));
  }

  /**
   * The index of the link that a network has.
   *
   * @throws NetworkException if it is gone
   */
  int index(Network network) {
    String parent = network.options().get(OPTION);
    return host.find(parent)
        .map(Link::index)
        .orElseThrow(
            () ->
                new NetworkException(
                    "network "
                        + network.name()
                        + ": its parent "
                        + parent
                        + " is not a link of this host any more. Bring it back, or remove the"
                        + " network"));
  }

  /**
   * The value of an option that is one of these, as users write it.
   *
   * @throws NetworkException if it is none of them
   */
  static <T extends Enum<T>> T choice(String option, String asked, T[] values) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new NetworkException(
                    "-o "
                        + option
                        + "="
                        + asked
                        + ": there is "
                        + String.join(
                            ", ",
                            Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .toList())));
  }

  /**
   * For links that have the parent's hardware address: nothing to choose.
   *
   * @throws NetworkException if a container asks for one
   */
  static Optional<HardwareAddress> ownHardware(Network network, Optional<HardwareAddress> asked) {
    if (asked.isPresent()) {
      throw new NetworkException(
          "--mac-address "
              + asked.get()
              + ": in network "
              + network.name()
              + " links have the hardware address of their parent "
              + network.options().get(OPTION)
              + ". Leave --mac-address out");
    }
    return Optional.empty();
  }
}
