package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/**
 * One thing that a group may not do, or not more of. What it means in the files of either version
 * is a pure function.
 */
public sealed interface Limit
    permits MemoryLimit,
        MemoryReservation,
        OomKillDisabled,
        CpuBandwidth,
        CpuShares,
        CpuSet,
        PidsLimit,
        IoWeight,
        IoRate,
        HugetlbLimit,
        DeviceAccess,
        Freezable {

  /** Stands for no limit, as in docker's options. */
  long UNLIMITED = -1;

  /** The controller that enforces it, by its name in this version. */
  String controller(CgroupVersion version);

  /**
   * What is written to the group's files, in this order. Not {@link DeviceAccess} in version 2,
   * where no file does it.
   *
   * @throws UnsupportedLimitException if this version has nothing of the kind
   */
  List<Setting> settings(CgroupVersion version);

  /** A number as version 2 writes it. */
  static String orMax(long value) {
    return value == UNLIMITED ? "max" : Long.toString(value);
  }
}
