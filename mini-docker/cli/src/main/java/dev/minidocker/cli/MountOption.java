package dev.minidocker.cli;

import dev.minidocker.engine.StartFailure;
import dev.minidocker.labs.mnt.Attachment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code -v}, {@code --mount} and {@code --tmpfs} in docker's notations. */
final class MountOption {
  private static final Set<String> KEYS =
      Set.of(
          "type",
          "source",
          "src",
          "target",
          "dst",
          "destination",
          "readonly",
          "ro",
          "tmpfs-size",
          "tmpfs-mode");

  /** z and Z ask for a label of SELinux, which a system without it ignores. */
  private static final Set<String> MODES = Set.of("ro", "rw", "z", "Z");

  private MountOption() {}

  /** {@code HOST:CONTAINER[:ro|rw]}. */
  static Attachment volume(String option) {
    String[] parts = option.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new StartFailure(
          "-v " + option + ": must have the form HOST:CONTAINER or HOST:CONTAINER:ro");
    }
    List<String> modes = List.of((parts.length == 3 ? parts[2] : "rw").split(",", -1));
    if (!MODES.containsAll(modes) || modes.containsAll(List.of("ro", "rw"))) {
      throw new StartFailure(
          "-v " + option + ": the mode must be ro or rw, not \"" + parts[2] + "\"");
    }
    if (!parts[0].contains("/")) {
      throw new StartFailure(
          "-v "
              + option
              + ": named volumes are not there yet. For a directory of the host, write its path: ./"
              + parts[0]);
    }
    return bind("-v " + option, parts[0], parts[1], modes.contains("ro"));
  }

  /** {@code type=bind,source=…,target=…[,readonly]} or {@code type=tmpfs,target=…}. */
  static Attachment mount(String option) {
    String shown = "--mount " + option;
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : fields(shown, option)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? field : field.substring(0, equals);
      if (!KEYS.contains(key)) {
        throw new StartFailure(
            shown
                + ": unknown key \""
                + key
                + "\"; known are type, source, target, readonly, tmpfs-size, tmpfs-mode");
      }
      fields.put(canonical(key), equals < 0 ? "true" : field.substring(equals + 1));
    }
    String target = required(shown, fields, "target");
    return switch (fields.getOrDefault("type", "volume")) {
      case "bind" ->
          bind(
              shown,
              required(shown, fields, "source"),
              target,
              isTrue(shown, fields.getOrDefault("readonly", "false")));
      case "tmpfs" -> tmpfs(shown, target, TmpfsOptions.named(shown, fields));
      default -> throw new StartFailure(shown + ": the type must be bind or tmpfs");
    };
  }

  private static List<String> fields(String shown, String option) {
    try {
      return CsvRecord.parse(option).fields();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(shown + ": " + e.getMessage(), StartFailure.OUR_FAULT, e);
    }
  }

  /** {@code DIR[:OPTIONS]}. */
  static Attachment tmpfs(String option) {
    int colon = option.indexOf(':');
    String target = colon < 0 ? option : option.substring(0, colon);
    String shown = "--tmpfs " + option;
    return tmpfs(
        shown, target, TmpfsOptions.listed(shown, colon < 0 ? "" : option.substring(colon + 1)));
  }

  private static Attachment tmpfs(String shown, String target, String options) {
    requireAbsolute(shown, target);
    return new Attachment.Tmpfs(target, options);
  }

  private static Attachment bind(String shown, String source, String target, boolean readOnly) {
    requireAbsolute(shown, target);
    Path path = Path.of(source).toAbsolutePath().normalize();
    if (!Files.exists(path)) { // docker would make a directory, of root's, even for a misspelt name
      throw new StartFailure(shown + ": there is no " + path + " on the host. Make it first");
    }
    return new Attachment.Bind(path, target, Files.isDirectory(path), readOnly);
  }

  /** Mounting over /proc would undo what guards it; / is the image's. */
  private static void requireAbsolute(String shown, String target) {
    if (!target.startsWith("/")) {
      throw new StartFailure(
          shown + ": the place in the container must be an absolute path, not \"" + target + "\"");
    }
    Path normal = Path.of(target).normalize();
    if (normal.getNameCount() == 0 || normal.startsWith("/proc")) {
      throw new StartFailure(
          shown
              + ": nothing can be mounted at "
              + normal
              + " of a container; choose another place");
    }
  }

  private static String canonical(String key) {
    return switch (key) {
      case "src" -> "source";
      case "dst", "destination" -> "target";
      case "ro" -> "readonly";
      default -> key;
    };
  }

  private static String required(String shown, Map<String, String> fields, String key) {
    String value = fields.get(key);
    if (value == null || value.isEmpty()) {
      throw new StartFailure(shown + ": " + key + "= is missing");
    }
    return value;
  }

  private static boolean isTrue(String shown, String value) {
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw new StartFailure(shown + ": readonly must be true or false, not \"" + value + "\"");
    };
  }
}
