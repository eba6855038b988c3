package dev.minidocker.lab.map;

import dev.minidocker.labs.net.AddressText;
import dev.minidocker.labs.net.Link;
import dev.minidocker.labs.net.Route;
import java.util.ArrayList;
import java.util.List;

/** Default routes in the words of ip(8). */
final class RouteText {
  private static final int RTN_UNICAST = 1;

  private RouteText() {}

  /** Those of the main table, in the kernel's order. */
  static List<String> defaults(List<Route> routes, List<Link> links) {
    return routes.stream()
        .filter(route -> route.isInMainTable() && route.destination().length() == 0)
        .map(route -> text(route, links))
        .toList();
  }

  private static String text(Route route, List<Link> links) {
    List<String> words = new ArrayList<>();
    if (route.type() != RTN_UNICAST) {
      words.add(refusal(route.type()));
    }
    words.add("default");
    route.gateway().ifPresent(gateway -> words.add("via " + AddressText.of(gateway)));
    route.link().ifPresent(index -> words.add("dev " + name(index, links)));
    if (route.gateway().isEmpty() && route.link().isEmpty() && route.type() == RTN_UNICAST) {
      words.add("by several ways");
    }
    if (route.metric() != 0) {
      words.add("metric " + route.metric());
    }
    return String.join(" ", words);
  }

  /** {@code RTN_…} of {@code include/uapi/linux/rtnetlink.h}. */
  private static String refusal(int type) {
    return switch (type) {
      case 6 -> "blackhole";
      case 7 -> "unreachable";
      case 8 -> "prohibit";
      default -> "type " + type;
    };
  }

  private static String name(int index, List<Link> links) {
    return links.stream()
        .filter(link -> link.index() == index)
        .map(Link::name)
        .findFirst()
        .orElse("index " + index);
  }
}
