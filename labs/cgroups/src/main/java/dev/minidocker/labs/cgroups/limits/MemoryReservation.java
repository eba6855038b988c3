package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/**
 * Memory that the group keeps when the machine runs short: a wish, where {@link MemoryLimit} is a
 * wall.
 */
public record MemoryReservation(long bytes) implements Limit {

  @Override
  public String controller(CgroupVersion version) {
    return "memory";
  }

  @Override
  public List<Setting> settings(CgroupVersion version) {
    return List.of(
        version == CgroupVersion.V1
            ? Setting.of("memory.soft_limit_in_bytes", bytes)
            : Setting.of("memory.low", Limit.orMax(bytes)));
  }
}
