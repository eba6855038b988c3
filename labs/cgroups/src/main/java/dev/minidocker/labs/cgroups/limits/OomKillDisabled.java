package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/** Who exceeds the memory limit waits instead of being killed. Version 2 has given this up. */
public record OomKillDisabled() implements Limit {

  @Override
  public String controller(CgroupVersion version) {
    return "memory";
  }

  @Override
  public List<Setting> settings(CgroupVersion version) {
    if (version == CgroupVersion.V2) {
      throw new UnsupportedLimitException(
          "cgroup version 2 cannot keep the kernel from killing who exceeds the memory limit;"
              + " leave --oom-kill-disable out");
    }
    return List.of(Setting.of("memory.oom_control", 1));
  }
}
