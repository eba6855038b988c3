package dev.minidocker.labs.cgroups;

import java.util.List;

/**
 * Where a container is counted, and what it sees of that.
 *
 * @param groups directories of the groups that it goes to, at most one in each hierarchy
 * @param layout of the machine
 * @param directory where the container sees its groups: {@code /sys/fs/cgroup}, as programs expect
 */
public record CgroupConfig(List<String> groups, CgroupLayout layout, String directory) {
  public CgroupConfig {
    groups = List.copyOf(groups);
  }
}
