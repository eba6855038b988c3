package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labs.cgroups.CgroupLayout;
import dev.minidocker.labs.cgroups.CgroupLayout.Hierarchy;
import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.MountInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where this user may make groups, in each hierarchy of a machine, be it of version 1, version 2 or
 * both.
 */
public record GroupRoots(List<Root> roots) {

  /**
   * A directory below which groups can be made.
   *
   * @param controllers that groups there can have
   * @param allowed whether this user may make groups, and move processes into them
   * @param inherited what every new group must be told before it takes a process: in version 1,
   *     cpuset's files begin empty
   */
  public record Root(
      CgroupVersion version,
      Path directory,
      Set<String> controllers,
      boolean allowed,
      Map<String, String> inherited) {
    public Root {
      controllers = Set.copyOf(controllers);
      inherited = Map.copyOf(inherited);
    }
  }

  /**
   * What is no controller in version 2, and so is not handed down: a program decides on devices,
   * and every group can be frozen.
   */
  static final Set<String> NOT_HANDED_DOWN = Set.of("devices", "freezer");

  private static final String CPUSET = "cpuset";

  public GroupRoots {
    roots = List.copyOf(roots);
  }

  /** This machine's, for who runs this JVM. */
  public static GroupRoots ofThisMachine() {
    return of(CgroupLayout.ofThisMachine());
  }

  /** The roots in these hierarchies; which may be used, the directories' permissions say. */
  public static GroupRoots of(CgroupLayout layout) {
    List<Root> roots = new ArrayList<>();
    for (Hierarchy hierarchy : layout.mounted()) {
      roots.add(root(hierarchy.membership(), hierarchy.mount().orElseThrow()));
    }
    return new GroupRoots(roots);
  }

  private static Root root(CgroupMembership membership, MountInfo mount) {
    Path directory = Path.of(mount.mountPoint());
    boolean allowed = isOurs(directory);
    for (String name : below(membership, mount)) {
      if (allowed) {
        break; // the topmost: who is moved may come from anywhere below
      }
      directory = directory.resolve(name);
      allowed = isOurs(directory);
    }
    if (!membership.isUnified()) {
      Set<String> controllers = Set.copyOf(membership.controllers());
      return new Root(
          CgroupVersion.V1, directory, controllers, allowed, told(directory, membership));
    }
    return new Root(CgroupVersion.V2, directory, controllersIn(directory), allowed, Map.of());
  }

  /** The way from what is mounted to the own group; none if that lies elsewhere. */
  private static List<String> below(CgroupMembership membership, MountInfo mount) {
    Path own = Path.of(membership.path());
    Path top = Path.of(mount.root());
    if (!own.startsWith(top)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    top.relativize(own).forEach(name -> names.add(name.toString()));
    names.removeIf(String::isEmpty);
    return names;
  }

  private static boolean isOurs(Path directory) {
    return Files.isWritable(directory) && Files.isWritable(directory.resolve("cgroup.procs"));
  }

  private static Map<String, String> told(Path directory, CgroupMembership membership) {
    Map<String, String> values = new LinkedHashMap<>();
    if (membership.controllers().contains(CPUSET)) {
      for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
        values.put(file, text(directory.resolve(file)));
      }
    }
    return values;
  }

  /** Devices need no controller in version 2, but the right to put a program at the group. */
  private static Set<String> controllersIn(Path directory) {
    String line = text(directory.resolve("cgroup.controllers"));
    List<String> controllers = new ArrayList<>(List.of(line.split(" ", -1)));
    controllers.removeIf(String::isEmpty);
    if (DeviceProgram.mayBeAttached(directory)) {
      controllers.add("devices");
    }
    controllers.add("freezer");
    return Set.copyOf(controllers);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return ""; // of a machine that is only described
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Where a group with this limit is to be made. Where both versions could, it is version 2: a
   * process is born there, while one that moves waits for the kernel, some milliseconds.
   *
   * @throws UnsupportedLimitException if nobody could here, or this user may not
   */
  Root rootFor(Limit limit) {
    Root best = null;
    for (Root root : roots) {
      boolean able = root.controllers().contains(limit.controller(root.version()));
      if (able && (best == null || isBetter(root, best))) {
        best = root;
      }
    }
    if (best == null) {
      throw new UnsupportedLimitException(
          "this machine has no cgroup controller \""
              + limit.controller(roots.isEmpty() ? CgroupVersion.V2 : roots.get(0).version())
              + "\"; the kernel was built or started without it, or /sys/fs/cgroup is not mounted");
    }
    if (!best.allowed()) {
      throw new UnsupportedLimitException(refusal(best, limit));
    }
    return best;
  }

  private static boolean isBetter(Root one, Root other) {
    return one.allowed() == other.allowed()
        ? one.version().compareTo(other.version()) > 0
        : one.allowed();
  }

  /** Whether this user may make a group with this limit. */
  public boolean allow(Limit limit) {
    return roots.stream()
        .filter(Root::allowed)
        .anyMatch(root -> root.controllers().contains(limit.controller(root.version())));
  }

  private static String refusal(Root root, Limit limit) {
    String asked = "this user may not make groups for \"" + limit.controller(root.version()) + "\"";
    return root.version() == CgroupVersion.V2
        ? asked
            + " below "
            + root.directory()
            + ": they are not delegated. Where systemd runs, start with `systemd-run --user --scope"
            + " -p Delegate=yes mini-docker …`; else run as root, or leave the limit out"
        : asked
            + " in "
            + root.directory()
            + ": cgroup version 1 is root's. Run as root, boot with systemd.unified_cgroup_hierarchy=1"
            + " to have version 2, which can be delegated, or leave the limit out";
  }
}
