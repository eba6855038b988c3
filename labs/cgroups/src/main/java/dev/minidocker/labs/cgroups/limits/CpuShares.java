package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/**
 * The group's part of a CPU for which others compete: proportional to this number, 1024 for who
 * asks nothing. Without competition it limits nothing.
 *
 * @param shares 2 to 262144, in version 1's measure; version 2 counts from 1 to 10000, with 100 for
 *     who asks nothing
 */
public record CpuShares(long shares) implements Limit {
  private static final long LEAST = 2;
  private static final long MOST = 262_144;

  /** So that what is exact on paper is not rounded up for its last binary digit. */
  private static final double LAST_DIGITS = 1e-9;

  @Override
  public String controller(CgroupVersion version) {
    return "cpu";
  }

  @Override
  public List<Setting> settings(CgroupVersion version) {
    return List.of(
        version == CgroupVersion.V1
            ? Setting.of("cpu.shares", shares)
            : Setting.of("cpu.weight", weight()));
  }

  /**
   * The weight that version 2 has for these shares, as newer versions of runc and crun convert
   * them: a parabola of logarithms through the three points that must agree, (2, 1), (1024, 100)
   * and (262144, 10000). Before, both used a straight line, which made 39 of 1024 and put every
   * container at a disadvantage to who had not asked.
   */
  long weight() {
    long clamped = Math.min(Math.max(shares, LEAST), MOST);
    double log = Math.log((double) clamped) / Math.log(2);
    double exponent = (log * log + 125 * log) / 612 - 7.0 / 34;
    return (long) Math.ceil(Math.pow(10, exponent) - LAST_DIGITS);
  }
}
