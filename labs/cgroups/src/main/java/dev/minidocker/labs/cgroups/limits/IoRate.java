package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/**
 * How much the group may read from, or write to, one block device in a second.
 *
 * @param what is counted
 * @param major the device's number, its first part; of a whole disk, not of a partition
 * @param minor its second part
 */
public record IoRate(Counted what, int major, int minor, long perSecond) implements Limit {

  /** What a second's worth is counted of. */
  public enum Counted {
    BYTES_READ("blkio.throttle.read_bps_device", "rbps"),
    BYTES_WRITTEN("blkio.throttle.write_bps_device", "wbps"),
    READS("blkio.throttle.read_iops_device", "riops"),
    WRITES("blkio.throttle.write_iops_device", "wiops");

    private final String file;
    private final String key;

    Counted(String file, String key) {
      this.file = file;
      this.key = key;
    }
  }

  @Override
  public String controller(CgroupVersion version) {
    return version == CgroupVersion.V1 ? "blkio" : "io";
  }

  @Override
  public List<Setting> settings(CgroupVersion version) {
    String device = major + ":" + minor + " ";
    return List.of(
        version == CgroupVersion.V1
            ? Setting.of(what.file, device + perSecond)
            : Setting.of("io.max", device + what.key + "=" + perSecond));
  }
}
