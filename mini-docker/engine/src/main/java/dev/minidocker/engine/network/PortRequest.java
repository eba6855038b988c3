package dev.minidocker.engine.network;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.nftables.Protocol;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A port of a container that the host leads to, as {@code -p} asks for it.
 *
 * @param hostAddress where the host listens; empty for all its addresses
 * @param firstHostPort the first that will do; 0 for any, which the kernel chooses
 * @param lastHostPort the last that will do
 */
public record PortRequest(
    Optional<InetAddress> hostAddress,
    int firstHostPort,
    int lastHostPort,
    int containerPort,
    Protocol protocol) {
  private static final int HIGHEST = 65535;
  private static final String RANGE = "([0-9]{1,5})(?:-([0-9]{1,5}))?";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?:(\\[[0-9a-fA-F:.]*]|[0-9.]*):)?(?:"
              + RANGE
              + ")?:)?"
              + RANGE
              + "(?:/([a-zA-Z]+))?");

  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  /**
   * Reads one of the four forms: {@code container}, {@code host:container}, {@code
   * address:host:container}, {@code address::container}; with {@code /udp} behind it, and ranges of
   * ports in place of ports.
   *
   * @return one for each port of the container
   * @throws NetworkException if it is none of these
   */
  public static List<PortRequest> parse(String text) {
    return read("-p " + text, text);
  }

  private static List<PortRequest> read(String shown, String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw wrong(
          shown, "write CONTAINER, HOST:CONTAINER or ADDRESS:HOST:CONTAINER, as in 8080:80");
    }
    Optional<InetAddress> address =
        Optional.ofNullable(form.group(1))
            .filter(given -> !given.isEmpty())
            .map(given -> address(shown, given));
    Range container = range(shown, form.group(4), form.group(5));
    Protocol protocol = protocol(shown, form.group(6));
    if (form.group(2) == null) {
      return anyPorts(address, container, protocol);
    }
    if (form.group(2).equals("0") && form.group(3) == null) { // as in docker, and in bind(2)
      return anyPorts(address, container, protocol);
    }
    Range host = range(shown, form.group(2), form.group(3));
    if (container.size() == 1) {
      return List.of(
          new PortRequest(address, host.first(), host.last(), container.first(), protocol));
    } else if (host.size() != container.size()) {
      throw wrong(
          text,
          "there are "
              + host.size()
              + " ports of the host for "
              + container.size()
              + " of the"
              + " container: name as many of each");
    }
    List<PortRequest> all = new ArrayList<>();
    for (int i = 0; i < host.size(); i++) {
      int port = host.first() + i;
      all.add(new PortRequest(address, port, port, container.first() + i, protocol));
    }
    return all;
  }

  /**
   * Reads a port at which a container serves, or a range of them, with {@code /udp} behind it.
   *
   * @param where it is said, for the message
   * @return one for each port, whichever port of the host may lead there
   * @throws NetworkException if it is none
   */
  public static List<PortRequest> exposed(String where, String text) {
    String shown = where + " " + text;
    if (text.contains(":")) {
      throw wrong(shown, "write a port of the container only, or a range; -p publishes it");
    }
    return read(shown, text);
  }

  private static List<PortRequest> anyPorts(
      Optional<InetAddress> address, Range container, Protocol protocol) {
    return IntStream.rangeClosed(container.first(), container.last())
        .mapToObj(port -> new PortRequest(address, 0, 0, port, protocol))
        .toList();
  }

  /** Whether both lead to the same port of the container. */
  public boolean leadsWhere(PortRequest other) {
    return containerPort == other.containerPort && protocol == other.protocol;
  }

  private static InetAddress address(String shown, String given) {
    try {
      return IpPrefix.address(given.replaceAll("[\\[\\]]", ""));
    } catch (IllegalArgumentException e) {
      throw wrong(shown, e.getMessage());
    }
  }

  private static Range range(String shown, String first, String last) {
    Range range = new Range(Integer.parseInt(first), Integer.parseInt(last == null ? first : last));
    if (range.first() < 1 || range.last() > HIGHEST) {
      throw wrong(shown, "ports are 1 to " + HIGHEST);
    } else if (range.first() > range.last()) {
      throw wrong(shown, "the range " + first + "-" + last + " ends before it begins");
    }
    return range;
  }

  private static Protocol protocol(String shown, String name) {
    if (name == null) {
      return Protocol.TCP;
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "tcp" -> Protocol.TCP;
      case "udp" -> Protocol.UDP;
      default -> throw wrong(shown, "the protocol is tcp or udp, not " + name);
    };
  }

  private static NetworkException wrong(String shown, String why) {
    return new NetworkException(shown + ": " + why);
  }
}
