package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/**
 * On which CPUs the group's processes may run.
 *
 * @param cpus a list as in cpuset(7): {@code 0-2,5}
 */
public record CpuSet(String cpus) implements Limit {

  @Override
  public String controller(CgroupVersion version) {
    return "cpuset";
  }

  @Override
  public List<Setting> settings(CgroupVersion version) {
    return List.of(Setting.of("cpuset.cpus", cpus));
  }
}
