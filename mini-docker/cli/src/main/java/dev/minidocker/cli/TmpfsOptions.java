package dev.minidocker.cli;

import dev.minidocker.engine.StartFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of a file system in memory, in docker's notations; tmpfs(5), mount(8). */
final class TmpfsOptions {
  private static final Set<String> FLAGS =
      Set.of("ro", "rw", "exec", "noexec", "suid", "nosuid", "dev", "nodev");
  private static final Pattern SETTING =
      Pattern.compile(
          "size=\\d+[kKmMgG%]?|mode=[0-7]{1,4}|[ug]id=\\d{1,9}|nr_(inodes|blocks)=\\d+[kKmMgG]?");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([kmg]?)i?b?");

  private TmpfsOptions() {}

  /** {@code size=64m,mode=1777,exec}: as they are, once each is known to be one. */
  static String listed(String shown, String options) {
    for (String option : options.isEmpty() ? List.<String>of() : List.of(options.split(",", -1))) {
      if (!FLAGS.contains(option) && !SETTING.matcher(option).matches()) {
        throw new StartFailure(
            shown
                + ": unknown option \""
                + option
                + "\"; known are size=64m, mode=1777, uid=, gid=, nr_inodes=, nr_blocks=, ro, exec, suid, dev");
      }
    }
    return options;
  }

  /** {@code tmpfs-size} and {@code tmpfs-mode} of {@code --mount}. */
  static String named(String shown, Map<String, String> fields) {
    if (fields.containsKey("source")) {
      throw new StartFailure(shown + ": a tmpfs is empty, it has no source");
    }
    List<String> options = new ArrayList<>();
    if (fields.containsKey("tmpfs-size")) {
      options.add("size=" + bytes(shown, fields.get("tmpfs-size")));
    }
    if (fields.containsKey("tmpfs-mode")) {
      options.add("mode=" + fields.get("tmpfs-mode"));
    }
    if (fields.getOrDefault("readonly", "false").equals("true")) {
      options.add("ro");
    }
    return listed(shown, String.join(",", options));
  }

  private static long bytes(String shown, String size) {
    Matcher parts = SIZE.matcher(size.toLowerCase(Locale.ROOT));
    int power = parts.matches() ? 10 * " kmg".indexOf((parts.group(2) + " ").charAt(0)) : 0;
    if (!parts.matches() || Long.parseLong(parts.group(1)) > Long.MAX_VALUE >> power) {
      throw new StartFailure(
          shown + ": tmpfs-size must be bytes or have a unit, as in 64m, not \"" + size + "\"");
    }
    return Long.parseLong(parts.group(1)) << power;
  }
}
