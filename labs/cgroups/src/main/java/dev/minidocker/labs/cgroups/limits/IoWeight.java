package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/**
 * The group's part of a disk for which others compete.
 *
 * @param weight 10 to 1000, in the measure of version 1 and of docker; {@code io.weight} counts
 *     from 1 to 10000
 */
public record IoWeight(int weight) implements Limit {

  @Override
  public String controller(CgroupVersion version) {
    return version == CgroupVersion.V1 ? "blkio" : "io";
  }

  /** Two schedulers know weights, each with a file of its own; either may be missing. */
  @Override
  public List<Setting> settings(CgroupVersion version) {
    return version == CgroupVersion.V1
        ? List.of(
            Setting.of("blkio.weight", weight).whereItExists(), // until Linux 4.x, CFQ
            Setting.of("blkio.bfq.weight", weight))
        : List.of(
            Setting.of("io.bfq.weight", weight).whereItExists(),
            Setting.of("io.weight", 1 + (weight - 10L) * 9999 / 990)); // as runc, by a line
  }
}
