package dev.minidocker.linux.proc;

import java.util.Arrays;
import java.util.List;

/**
 * The group of a process in one hierarchy: a line of {@code /proc/PID/cgroup}; cgroups(7).
 *
 * @param hierarchy its number; 0 is the unified hierarchy of version 2
 * @param controllers that it has, {@code name=…} for a hierarchy without; none in the unified one,
 *     which names them elsewhere
 * @param path seen from the cgroup namespace of the reader, not of the process: it begins with
 *     {@code /..} for a group outside of that
 */
public record CgroupMembership(int hierarchy, List<String> controllers, String path) {

  public CgroupMembership {
    controllers = List.copyOf(controllers);
  }

  /** All lines of the file. */
  public static List<CgroupMembership> parseAll(String file) {
    return Arrays.stream(file.split("\n"))
        .filter(line -> !line.isEmpty())
        .map(CgroupMembership::parse)
        .toList();
  }

  /**
   * One line, without its newline. A path may contain colons; a group's name may not contain the
   * end of a line, so that nothing is escaped.
   *
   * @throws IllegalArgumentException if it is none of such a file
   */
  public static CgroupMembership parse(String line) {
    String[] fields = line.split(":", 3);
    if (fields.length != 3 || !fields[0].matches("[0-9]{1,9}") || !fields[2].startsWith("/")) {
      throw new IllegalArgumentException("not a line of /proc/PID/cgroup: " + line);
    }
    List<String> controllers =
        fields[1].isEmpty() ? List.of() : Arrays.asList(fields[1].split(",", -1));
    return new CgroupMembership(Integer.parseInt(fields[0]), controllers, fields[2]);
  }

  /** Whether this is the one hierarchy of cgroup version 2. */
  public boolean isUnified() {
    return hierarchy == 0 && controllers.isEmpty();
  }

  /** Whether a mount shows this hierarchy, whole or in part. */
  public boolean isShownBy(MountInfo mount) {
    return isUnified()
        ? mount.type().equals("cgroup2")
        : mount.type().equals("cgroup") && mount.superOptions().containsAll(controllers);
  }

  /** As the line in the file. */
  @Override
  public String toString() {
    return hierarchy + ":" + String.join(",", controllers) + ":" + path;
  }
}
