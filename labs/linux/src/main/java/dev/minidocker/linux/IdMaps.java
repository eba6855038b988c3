package dev.minidocker.linux;

import dev.minidocker.linux.proc.UidMap;

/**
 * Steps by which a process of a new user namespace writes the namespace's own files;
 * user_namespaces(7), "Defining user and group ID mappings". From inside it may map one user and
 * one group, its own, and the group only after {@link #denyGroups}. EPERM: anything else, or a
 * second time.
 *
 * <p>The {@code name} of a piece begins the names of its steps; it must be unique in the program.
 */
public final class IdMaps {
  private IdMaps() {}

  /** Gives up setgroups(2), for this namespace and all that are made in it. */
  public static Program denyGroups(String name) {
    return write(
        name, "setgroups", "deny", "without this an ordinary user may not write a gid_map");
  }

  /** Says who the users are. */
  public static Program users(String name, UidMap map) {
    return write(name, "uid_map", text(map), told("user", map));
  }

  /** Says who the groups are. */
  public static Program groups(String name, UidMap map) {
    return write(name, "gid_map", text(map), told("group", map));
  }

  /** What is written into {@code uid_map} or {@code gid_map}. */
  public static String text(UidMap map) {
    return map.toString().stripTrailing();
  }

  private static String told(String kind, UidMap map) {
    UidMap.Range first = map.ranges().get(0);
    return kind + " " + first.inside() + " inside is " + kind + " " + first.outside() + " outside";
  }

  private static Program write(String name, String file, String text, String why) {
    String descriptor = name + "." + file;
    return Program.of(
            Descriptors.openToWrite("/proc/self/" + file)
                .named(descriptor)
                .because("a map can be written once, by the process itself or its parent"),
            Descriptors.write(descriptor, text).because(why),
            Descriptors.close(descriptor).because("it takes effect with the write, not with this"))
        .inChapter("user");
  }
}
