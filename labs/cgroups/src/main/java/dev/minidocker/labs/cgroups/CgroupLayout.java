package dev.minidocker.labs.cgroups;

import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.MountInfo;
import dev.minidocker.linux.proc.Procfs;
import java.util.List;
import java.util.Optional;

/**
 * Which hierarchies a machine has, and where they are mounted. Machines differ: version 2 has one
 * hierarchy for all controllers, version 1 one for each or for some together, and a hybrid both.
 */
public record CgroupLayout(List<Hierarchy> hierarchies) {

  /** What the machine is set up for. */
  public enum Version {
    V1,
    HYBRID,
    V2
  }

  /**
   * One tree of groups.
   *
   * @param membership of the process that looked: controllers, and its group
   * @param mount where it can be seen and changed; nowhere, if nobody mounted it
   */
  public record Hierarchy(CgroupMembership membership, Optional<MountInfo> mount) {

    /** The name of the directory that it is mounted on by custom. */
    public String directory() {
      return membership.isUnified()
          ? "unified"
          : String.join(",", membership.controllers()).replaceFirst("^name=", "");
    }
  }

  public CgroupLayout {
    hierarchies = List.copyOf(hierarchies);
  }

  /** This machine's, as this process sees it. */
  public static CgroupLayout ofThisMachine() {
    return of(Procfs.HOST.self().cgroups(), Procfs.HOST.self().mounts());
  }

  /** From {@code /proc/self/cgroup} and {@code /proc/self/mountinfo}. */
  public static CgroupLayout of(List<CgroupMembership> memberships, List<MountInfo> mounts) {
    return new CgroupLayout(
        memberships.stream()
            .map(
                membership ->
                    new Hierarchy(
                        membership, mounts.stream().filter(membership::isShownBy).findFirst()))
            .toList());
  }

  /** What can be used: a hierarchy that nobody mounted does not count. */
  public Version version() {
    boolean unified = mounted().stream().anyMatch(one -> one.membership().isUnified());
    boolean others = mounted().stream().anyMatch(one -> !one.membership().isUnified());
    return unified && others ? Version.HYBRID : others ? Version.V1 : Version.V2;
  }

  /** The hierarchies that are mounted somewhere. */
  public List<Hierarchy> mounted() {
    return hierarchies.stream().filter(hierarchy -> hierarchy.mount().isPresent()).toList();
  }
}
