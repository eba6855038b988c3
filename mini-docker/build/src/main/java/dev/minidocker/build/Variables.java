package dev.minidocker.build;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables that instructions see: build arguments, and over them the image's environment. */
final class Variables {
  private final Map<String, String> arguments = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();

  /** Takes over an image's environment, {@code NAME=value} each. */
  void environment(List<String> variables) {
    environment.clear();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      environment.put(
          equals < 0 ? variable : variable.substring(0, equals),
          equals < 0 ? "" : variable.substring(equals + 1));
    }
  }

  void set(String name, String value) {
    environment.put(name, value);
  }

  void argument(String name, String value) {
    arguments.put(name, value);
  }

  /** The arguments that have a value here: they count for what RUN does. */
  Map<String, String> arguments() {
    return Map.copyOf(arguments);
  }

  /** All of them. */
  Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>(arguments);
    all.putAll(environment);
    return all;
  }

  /** The environment, as an image keeps it. */
  List<String> environment() {
    return lines(environment);
  }

  /** What the command of a RUN gets. */
  List<String> forRun() {
    return lines(all());
  }

  private static List<String> lines(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }
}
