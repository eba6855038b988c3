package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/**
 * How much of the memory in huge pages the group may use; who wants more gets SIGBUS.
 *
 * @param pageSize as the kernel names it: {@code 2MB}, {@code 1GB}
 */
public record HugetlbLimit(String pageSize, long bytes) implements Limit {

  @Override
  public String controller(CgroupVersion version) {
    return "hugetlb";
  }

  @Override
  public List<Setting> settings(CgroupVersion version) {
    String file = "hugetlb." + pageSize;
    return List.of(
        version == CgroupVersion.V1
            ? Setting.of(file + ".limit_in_bytes", bytes)
            : Setting.of(file + ".max", Limit.orMax(bytes)));
  }
}
