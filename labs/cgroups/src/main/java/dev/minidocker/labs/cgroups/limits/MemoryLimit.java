package dev.minidocker.labs.cgroups.limits;

import java.util.List;
import java.util.OptionalLong;

/**
 * How much memory the group's processes may use, caches included; who needs more is killed.
 *
 * @param bytes in memory, or {@link Limit#UNLIMITED}
 * @param totalBytes in memory and swap together, as docker and version 1 count it; version 2 counts
 *     swap alone. {@link Limit#UNLIMITED} for as much swap as there is; empty for as much again
 */
public record MemoryLimit(long bytes, OptionalLong totalBytes) implements Limit {

  public MemoryLimit {
    long total = totalBytes.orElse(UNLIMITED);
    if (total != UNLIMITED && (bytes == UNLIMITED || total < bytes)) {
      throw new IllegalArgumentException("memory with swap is less than memory alone");
    }
  }

  @Override
  public String controller(CgroupVersion version) {
    return "memory";
  }

  @Override
  public List<Setting> settings(CgroupVersion version) {
    Setting swap =
        version == CgroupVersion.V1
            ? Setting.of("memory.memsw.limit_in_bytes", total())
            : Setting.of("memory.swap.max", Limit.orMax(swapAlone()));
    return List.of(
        version == CgroupVersion.V1
            ? Setting.of("memory.limit_in_bytes", bytes) // first: the sum may never be smaller
            : Setting.of("memory.max", Limit.orMax(bytes)),
        totalBytes.isEmpty() ? swap.whereItExists() : swap);
  }

  private long total() {
    return totalBytes.orElse(bytes == UNLIMITED ? UNLIMITED : Math.multiplyExact(2, bytes));
  }

  private long swapAlone() {
    return total() == UNLIMITED ? UNLIMITED : total() - bytes;
  }
}
