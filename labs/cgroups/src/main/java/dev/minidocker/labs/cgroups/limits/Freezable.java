package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/**
 * Limits nothing yet: the group is one whose processes can be stopped all at once, by a {@link
 * FreezerMechanism}, and go on later as if nothing had been; {@code
 * cgroup-v1/freezer-subsystem.rst}, {@code cgroup-v2.rst}.
 */
public record Freezable() implements Limit {

  @Override
  public String controller(CgroupVersion version) {
    return "freezer";
  }

  /** None: it begins thawed. */
  @Override
  public List<Setting> settings(CgroupVersion version) {
    return List.of();
  }

  /** What stops all processes of the group, and of the groups in it. */
  public static Setting freeze(CgroupVersion version) {
    return version == CgroupVersion.V1
        ? Setting.of("freezer.state", "FROZEN")
        : Setting.of("cgroup.freeze", "1");
  }

  /** What lets them go on, unless a group above is frozen too. */
  public static Setting thaw(CgroupVersion version) {
    return version == CgroupVersion.V1
        ? Setting.of("freezer.state", "THAWED")
        : Setting.of("cgroup.freeze", "0");
  }
}
