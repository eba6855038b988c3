package dev.minidocker.labkit;

import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.MountInfo;
import dev.minidocker.linux.proc.Procfs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory of a cgroup file system in which groups may be made for an experiment, named {@code
 * md-…}, and processes moved among them.
 *
 * @param membership the JVM's group in this hierarchy
 * @param directory of that group; the JVM may make groups below it, and move processes back
 */
public record CgroupTree(CgroupMembership membership, Path directory) {

  /** Controllers that a process which is moved for a moment does not notice. */
  private static final Set<String> HARMLESS = Set.of("pids", "freezer", "net_cls", "net_prio");

  /** All there are on this machine for who runs this JVM. */
  public static List<CgroupTree> writable() {
    return harmless().stream().filter(CgroupTree::isWritable).toList();
  }

  /** The same, whether or not groups may be made there. */
  public static List<CgroupTree> harmless() {
    List<MountInfo> mounts = Procfs.HOST.self().mounts();
    return Procfs.HOST.self().cgroups().stream()
        .filter(CgroupTree::isHarmless)
        .flatMap(membership -> trees(membership, mounts))
        .toList();
  }

  private static boolean isHarmless(CgroupMembership membership) {
    return !membership.path().startsWith("/..")
        && (membership.isUnified() || HARMLESS.containsAll(membership.controllers()));
  }

  private static Stream<CgroupTree> trees(CgroupMembership membership, List<MountInfo> mounts) {
    return mounts.stream()
        .filter(membership::isShownBy)
        .filter(mount -> mount.root().equals("/"))
        .map(mount -> Path.of(mount.mountPoint() + membership.path()).normalize())
        .limit(1)
        .map(directory -> new CgroupTree(membership, directory));
  }

  private boolean isWritable() {
    return Files.isWritable(directory) && Files.isWritable(directory.resolve("cgroup.procs"));
  }

  /**
   * The group of who is described by the lines of a {@code /proc/PID/cgroup}, in this hierarchy.
   */
  public String pathIn(String file) {
    return CgroupMembership.parseAll(file).stream()
        .filter(line -> line.hierarchy() == membership.hierarchy())
        .map(CgroupMembership::path)
        .findFirst()
        .orElse(Host.GONE);
  }
}
