package dev.minidocker.cli;

import dev.minidocker.engine.network.Network;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which networks are wanted: {@code network ls --filter}, as docker has it. Of several values for
 * one name one has to fit, but of labels all.
 *
 * @param wanted the values for each name
 */
record NetworkFilter(Map<String, List<String>> wanted) {
  private static final String LABEL = "label";
  private static final List<String> NAMES = List.of("driver", "id", LABEL, "name", "scope", "type");

  /**
   * Reads filters.
   *
   * @param filters {@code name=value} each
   * @throws IllegalArgumentException if a filter is none
   */
  static NetworkFilter of(List<String> filters) {
    filters.forEach(NetworkFilter::check);
    return new NetworkFilter(
        filters.stream()
            .map(filter -> filter.split("=", 2))
            .collect(
                Collectors.groupingBy(
                    parts -> parts[0],
                    Collectors.mapping(parts -> parts[1], Collectors.toList()))));
  }

  private static void check(String filter) {
    int equals = filter.indexOf('=');
    if (equals < 0 || !NAMES.contains(filter.substring(0, equals))) {
      throw new IllegalArgumentException(
          "--filter " + filter + ": write NAME=VALUE; names are " + String.join(", ", NAMES));
    }
  }

  /** Whether a network is wanted. */
  boolean lets(Network network) {
    return wanted.entrySet().stream()
        .allMatch(
            entry ->
                entry.getKey().equals(LABEL)
                    ? entry.getValue().stream().allMatch(value -> isLabelled(network, value))
                    : entry.getValue().stream()
                        .anyMatch(value -> fits(network, entry.getKey(), value)));
  }

  private static boolean isLabelled(Network network, String label) {
    String[] parts = label.split("=", 2);
    String value = network.labels().get(parts[0]);
    return value != null && (parts.length == 1 || value.equals(parts[1]));
  }

  private static boolean fits(Network network, String name, String value) {
    return switch (name) {
      case "driver" -> network.driver().equals(value);
      case "id" -> network.id().startsWith(value);
      case "name" -> network.name().contains(value);
      case "scope" -> NetworkDescription.scope(network).equals(value);
      default -> value.equals(network.name().equals(Network.DEFAULT) ? "builtin" : "custom");
    };
  }
}
