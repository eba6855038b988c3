package dev.minidocker.labs.cgroups.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How long the group's processes may run, all together, in every period; then they wait for the
 * next.
 *
 * @param quotaMicros of all CPUs together, so more than a period means more than one CPU; {@link
 *     Limit#UNLIMITED} if there is only a period
 * @param periodMicros the kernel's own, 100 ms, if empty
 */
public record CpuBandwidth(OptionalLong quotaMicros, OptionalLong periodMicros) implements Limit {
  private static final long KERNELS_PERIOD_MICROS = 100_000;

  /** So many CPUs' worth of time: 0.5 is every other moment of one. */
  public static CpuBandwidth ofCpus(double cpus) {
    return new CpuBandwidth(
        OptionalLong.of(Math.round(cpus * KERNELS_PERIOD_MICROS)),
        OptionalLong.of(KERNELS_PERIOD_MICROS));
  }

  @Override
  public String controller(CgroupVersion version) {
    return "cpu";
  }

  @Override
  public List<Setting> settings(CgroupVersion version) {
    if (version == CgroupVersion.V2) {
      String quota = Limit.orMax(quotaMicros.orElse(UNLIMITED));
      long period = periodMicros.orElse(KERNELS_PERIOD_MICROS);
      return List.of(Setting.of("cpu.max", quota + " " + period));
    }
    List<Setting> settings = new ArrayList<>();
    periodMicros.ifPresent(period -> settings.add(Setting.of("cpu.cfs_period_us", period)));
    quotaMicros.ifPresent(quota -> settings.add(Setting.of("cpu.cfs_quota_us", quota)));
    return settings;
  }
}
