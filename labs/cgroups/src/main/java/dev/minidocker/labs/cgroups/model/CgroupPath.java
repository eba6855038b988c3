package dev.minidocker.labs.cgroups.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A group, by the names on the way to it from the top of its hierarchy.
 *
 * @param names none for the group at the top
 */
public record CgroupPath(List<String> names) {
  public static final CgroupPath TOP = new CgroupPath(List.of());

  private static final String UP = "..";

  public CgroupPath {
    names = List.copyOf(names);
  }

  /**
   * A path as {@code /proc/PID/cgroup} shows it to who is in the first cgroup namespace.
   *
   * @throws IllegalArgumentException if it does not begin at the top
   */
  public static CgroupPath parse(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not the path of a group: " + path);
    }
    return new CgroupPath(Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList());
  }

  /** The group of this path below this one; {@code ..} leads up. */
  public CgroupPath resolve(String path) {
    List<String> reached = new ArrayList<>(names);
    for (String name : parse(path).names) {
      if (name.equals(UP)) {
        reached.remove(reached.size() - 1);
      } else {
        reached.add(name);
      }
    }
    return new CgroupPath(reached);
  }

  /**
   * How it is shown to who is in a namespace with this root: up to where the ways part, then down.
   * {@code kernfs_path_from_node} of {@code fs/kernfs/dir.c}.
   */
  // tag::seen[]
  public String seenFrom(CgroupPath root) {
    int common = commonNames(root);
    List<String> way = new ArrayList<>();
    for (int i = common; i < root.names.size(); i++) {
      way.add(UP);
    }
    way.addAll(names.subList(common, names.size()));
    return "/" + String.join("/", way);
  }

  // end::seen[]

  private int commonNames(CgroupPath other) {
    int common = 0;
    while (common < Math.min(names.size(), other.names.size())
        && names.get(common).equals(other.names.get(common))) {
      common++;
    }
    return common;
  }

  /** From the top. */
  @Override
  public String toString() {
    return "/" + String.join("/", names);
  }
}
