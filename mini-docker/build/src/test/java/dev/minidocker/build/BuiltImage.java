package dev.minidocker.build;

import dev.minidocker.image.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is compared of an image.
 *
 * @param files by {@link FileList}
 * @param config members of the config that say anything
 */
record BuiltImage(String files, Map<String, Object> config) {
  private static final List<String> MEMBERS =
      List.of(
          "User",
          "Env",
          "Cmd",
          "Entrypoint",
          "WorkingDir",
          "Labels",
          "ExposedPorts",
          "Volumes",
          "StopSignal",
          "Shell",
          "Healthcheck",
          "OnBuild");

  static BuiltImage of(String files, Map<?, ?> config) {
    Map<String, Object> said = new TreeMap<>();
    for (String member : MEMBERS) {
      Object value = config.get(member);
      if (value != null && !isEmpty(value)) {
        said.put(member, value instanceof Map<?, ?> map ? new TreeMap<>(map) : value);
      }
    }
    return new BuiltImage(files, said);
  }

  private static boolean isEmpty(Object value) {
    return value.equals("")
        || (value instanceof Collection<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  /** The object that two members lead to. */
  static Map<?, ?> object(String json, String... members) {
    Object found = Json.read(json.getBytes(StandardCharsets.UTF_8), "an answer");
    for (String member : members) {
      found = ((Map<?, ?>) found).get(member);
    }
    return (Map<?, ?>) found;
  }

  /** All of it, for a comparison that names what differs. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    config.forEach((member, value) -> lines.add(member + " " + value));
    files.lines().forEach(lines::add);
    return lines;
  }
}
