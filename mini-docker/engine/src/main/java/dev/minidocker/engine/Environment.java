package dev.minidocker.engine;

import dev.minidocker.image.ImageConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A container's environment variables, and what PATH among them means for its command. */
final class Environment {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Environment() {}

  /** NAME=value each: docker's defaults, then the image's, then what was asked. */
  static List<String> of(
      ContainerSpec spec, ImageConfig.Defaults defaults, String hostname, String home) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", DEFAULT_PATH);
    variables.put("HOSTNAME", hostname);
    if (spec.terminal()) {
      variables.put("TERM", "xterm");
    }
    defaults.env().forEach(variable -> put(variables, variable));
    spec.environment().forEach(variable -> put(variables, variable));
    variables.putIfAbsent("HOME", home);
    return variables.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  private static void put(Map<String, String> variables, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      throw new StartFailure("the variable \"" + assignment + "\" must have the form NAME=value");
    }
    variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
  }

  /**
   * The files that a command may mean: itself if it has a slash, else one in each directory of
   * PATH.
   */
  static List<String> candidates(String command, List<String> environment) {
    if (command.isEmpty()) {
      throw new StartFailure("the command is the empty string", StartFailure.NOT_FOUND, null);
    }
    if (command.contains("/")) {
      return List.of(command);
    }
    String path =
        environment.stream()
            .filter(variable -> variable.startsWith("PATH="))
            .map(variable -> variable.substring("PATH=".length()))
            .findFirst()
            .orElse(DEFAULT_PATH);
    List<String> candidates = new ArrayList<>();
    for (String directory : path.split(":", -1)) {
      candidates.add((directory.isEmpty() ? "." : directory) + "/" + command);
    }
    return candidates;
  }
}
