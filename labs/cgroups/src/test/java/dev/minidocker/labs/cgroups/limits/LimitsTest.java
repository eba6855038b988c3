package dev.minidocker.labs.cgroups.limits;

import static dev.minidocker.labs.cgroups.limits.CgroupVersion.V1;
import static dev.minidocker.labs.cgroups.limits.CgroupVersion.V2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.labs.cgroups.limits.IoRate.Counted;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One table for both versions; its source is the kernel's admin-guide, cgroup-v1/*.rst and
 * cgroup-v2.rst.
 */
class LimitsTest {
  private static final OptionalLong NONE = OptionalLong.empty();

  static Stream<Arguments> table() {
    return Stream.of(
        row(
            new MemoryLimit(1 << 20, NONE),
            "memory: memory.limit_in_bytes=1048576 memory.memsw.limit_in_bytes=2097152?",
            "memory: memory.max=1048576 memory.swap.max=1048576?"),
        row(
            new MemoryLimit(1 << 20, OptionalLong.of(3 << 20)),
            "memory: memory.limit_in_bytes=1048576 memory.memsw.limit_in_bytes=3145728",
            "memory: memory.max=1048576 memory.swap.max=2097152"),
        row(
            new MemoryLimit(1 << 20, OptionalLong.of(1 << 20)),
            "memory: memory.limit_in_bytes=1048576 memory.memsw.limit_in_bytes=1048576",
            "memory: memory.max=1048576 memory.swap.max=0"),
        row(
            new MemoryLimit(1 << 20, OptionalLong.of(-1)),
            "memory: memory.limit_in_bytes=1048576 memory.memsw.limit_in_bytes=-1",
            "memory: memory.max=1048576 memory.swap.max=max"),
        row(
            new MemoryLimit(-1, NONE),
            "memory: memory.limit_in_bytes=-1 memory.memsw.limit_in_bytes=-1?",
            "memory: memory.max=max memory.swap.max=max?"),
        row(
            new MemoryReservation(4096),
            "memory: memory.soft_limit_in_bytes=4096",
            "memory: memory.low=4096"),
        row(
            CpuBandwidth.ofCpus(0.5),
            "cpu: cpu.cfs_period_us=100000 cpu.cfs_quota_us=50000",
            "cpu: cpu.max=50000_100000"),
        row(
            CpuBandwidth.ofCpus(1.29), // not a whole number in binary
            "cpu: cpu.cfs_period_us=100000 cpu.cfs_quota_us=129000",
            "cpu: cpu.max=129000_100000"),
        row(
            new CpuBandwidth(OptionalLong.of(2000), NONE),
            "cpu: cpu.cfs_quota_us=2000",
            "cpu: cpu.max=2000_100000"),
        row(
            new CpuBandwidth(NONE, OptionalLong.of(50000)),
            "cpu: cpu.cfs_period_us=50000",
            "cpu: cpu.max=max_50000"),
        row(new CpuShares(1024), "cpu: cpu.shares=1024", "cpu: cpu.weight=100"),
        row(new CpuSet("0-2,5"), "cpuset: cpuset.cpus=0-2,5", "cpuset: cpuset.cpus=0-2,5"),
        row(new PidsLimit(7), "pids: pids.max=7", "pids: pids.max=7"),
        row(new PidsLimit(-1), "pids: pids.max=max", "pids: pids.max=max"),
        row(
            new IoWeight(500),
            "blkio: blkio.weight=500? blkio.bfq.weight=500",
            "io: io.bfq.weight=500? io.weight=4950"),
        row(
            new IoRate(Counted.BYTES_READ, 8, 16, 4096),
            "blkio: blkio.throttle.read_bps_device=8:16_4096",
            "io: io.max=8:16_rbps=4096"),
        row(
            new IoRate(Counted.BYTES_WRITTEN, 8, 16, 4096),
            "blkio: blkio.throttle.write_bps_device=8:16_4096",
            "io: io.max=8:16_wbps=4096"),
        row(
            new IoRate(Counted.READS, 259, 0, 30),
            "blkio: blkio.throttle.read_iops_device=259:0_30",
            "io: io.max=259:0_riops=30"),
        row(
            new IoRate(Counted.WRITES, 259, 0, 30),
            "blkio: blkio.throttle.write_iops_device=259:0_30",
            "io: io.max=259:0_wiops=30"),
        row(new Freezable(), "freezer:", "freezer:"),
        row(
            new HugetlbLimit("2MB", 2 << 20),
            "hugetlb: hugetlb.2MB.limit_in_bytes=2097152",
            "hugetlb: hugetlb.2MB.max=2097152"));
  }

  private static Arguments row(Limit limit, String v1, String v2) {
    return Arguments.of(limit, v1, v2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void aLimitMeansTheSameInBothVersions(Limit limit, String v1, String v2) {
    assertEquals(v1, told(limit, V1));
    assertEquals(v2, told(limit, V2));
  }

  private static String told(Limit limit, CgroupVersion version) {
    StringBuilder text = new StringBuilder(limit.controller(version)).append(":");
    for (Setting setting : limit.settings(version)) {
      text.append(' ').append(setting.file()).append('=');
      text.append(setting.value().replace(' ', '_')).append(setting.dispensable() ? "?" : "");
    }
    return text.toString();
  }

  /** The three points that must agree, both ends, and two computed by hand. */
  @ParameterizedTest
  @CsvSource({"0,1", "2,1", "1024,100", "262144,10000", "300000,10000", "2048,174", "512,59"})
  void sharesBecomeTheWeightOfTheSameMeaning(long shares, long weight) {
    assertEquals(weight, new CpuShares(shares).weight());
  }

  @Test
  void moreSharesAreNeverLessWeight() {
    long[] weights =
        Stream.iterate(2L, shares -> shares <= 262_144, shares -> shares + 1 + shares / 50)
            .mapToLong(shares -> new CpuShares(shares).weight())
            .toArray();
    long[] sorted = weights.clone();
    Arrays.sort(sorted);
    assertEquals(Arrays.toString(sorted), Arrays.toString(weights));
  }

  @ParameterizedTest
  @CsvSource({"10,1", "1000,10000"})
  void theEndsOfTheScalesForDisksMeet(int weight, String expected) {
    List<Setting> settings = new IoWeight(weight).settings(V2);
    assertEquals(expected, settings.get(settings.size() - 1).value());
  }

  @Test
  void whatAVersionLacksIsRefusedByName() {
    assertEquals("memory: memory.oom_control=1", told(new OomKillDisabled(), V1));
    UnsupportedLimitException refusal =
        assertThrows(UnsupportedLimitException.class, () -> new OomKillDisabled().settings(V2));
    assertEquals(true, refusal.getMessage().contains("--oom-kill-disable"));
  }

  /** {@code freezer-subsystem.rst}: FROZEN, THAWED; {@code cgroup-v2.rst}: 1, 0. */
  @Test
  void whatFreezesAndThawsIsOneWord() {
    assertEquals("echo 'FROZEN' > freezer.state", Freezable.freeze(V1).toString());
    assertEquals("echo 'THAWED' > freezer.state", Freezable.thaw(V1).toString());
    assertEquals("echo '1' > cgroup.freeze", Freezable.freeze(V2).toString());
    assertEquals("echo '0' > cgroup.freeze", Freezable.thaw(V2).toString());
  }

  @Test
  void aSumIsNeverLessThanItsPart() {
    assertThrows(IllegalArgumentException.class, () -> new MemoryLimit(2, OptionalLong.of(1)));
  }

  @Test
  void versionOneTakesAllDevicesAwayBeforeItGivesSome() {
    List<Setting> settings = DeviceAccess.usualAnd(List.of()).settings(V1);
    assertEquals(new Setting("devices.deny", "a", false), settings.get(0));
    assertEquals(
        List.of("c *:* m", "b *:* m", "c 1:3 rwm", "c 1:5 rwm"),
        settings.subList(1, 5).stream().map(Setting::value).toList());
  }
}
