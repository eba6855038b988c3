package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.Resources;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.labs.cgroups.limits.CpuBandwidth;
import dev.minidocker.labs.cgroups.limits.CpuShares;
import dev.minidocker.labs.cgroups.limits.Limit;
import dev.minidocker.labs.cgroups.limits.MemoryLimit;
import dev.minidocker.labs.cgroups.limits.MemoryReservation;
import dev.minidocker.labs.cgroups.limits.PidsLimit;
import dev.minidocker.linux.ResourceLimit;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** docker's options about resources, with docker's rules: docker run --help, and its reference. */
class ResourceOptionsTest {
  private static final OptionalLong NONE = OptionalLong.empty();

  private static Resources parse(String line) {
    Syntax syntax = Syntax.of("run", "", () -> 0);
    ResourceOptions options = new ResourceOptions(syntax);
    new CommandLine(syntax.spec()).parseArgs(line.isEmpty() ? new String[0] : line.split(" ", -1));
    return options.resources();
  }

  static Stream<Arguments> understood() {
    long half = 512L << 20;
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of("-m 512m", List.of(new MemoryLimit(half, NONE))),
        Arguments.of("--memory=0.5g", List.of(new MemoryLimit(half, NONE))),
        Arguments.of("-m 536870912", List.of(new MemoryLimit(half, NONE))),
        Arguments.of("-m 512MiB", List.of(new MemoryLimit(half, NONE))),
        Arguments.of(
            "-m 512m --memory-swap 1g", List.of(new MemoryLimit(half, OptionalLong.of(2 * half)))),
        Arguments.of(
            "-m 512m --memory-swap -1", List.of(new MemoryLimit(half, OptionalLong.of(-1)))),
        Arguments.of("-m 512m --memory-swap 0", List.of(new MemoryLimit(half, NONE))),
        Arguments.of("--memory-reservation 512m", List.of(new MemoryReservation(half))),
        Arguments.of("-m 0", List.of()),
        Arguments.of(
            "--cpus .5",
            List.of(new CpuBandwidth(OptionalLong.of(50_000), OptionalLong.of(100_000)))),
        Arguments.of("--cpu-quota 20000", List.of(new CpuBandwidth(OptionalLong.of(20_000), NONE))),
        Arguments.of(
            "--cpu-period 20000", List.of(new CpuBandwidth(NONE, OptionalLong.of(20_000)))),
        Arguments.of("--cpu-shares 512", List.of(new CpuShares(512))),
        Arguments.of("--cpu-shares 0", List.of()),
        Arguments.of("--pids-limit 100", List.of(new PidsLimit(100))),
        Arguments.of("--pids-limit -1", List.of()));
  }

  @ParameterizedTest
  @MethodSource("understood")
  void optionsBecomeLimits(String line, List<Limit> limits) {
    assertEquals(limits, parse(line).limits());
  }

  @Test
  void whatConcernsEachProcessIsNoMatterOfGroups() {
    Resources resources = parse("--oom-score-adj 300 --ulimit nofile=10:20 --ulimit core=-1");
    Map<ResourceLimit, ResourceLimit.Value> expected =
        Map.of(
            ResourceLimit.NOFILE, new ResourceLimit.Value(10, 20),
            ResourceLimit.CORE, new ResourceLimit.Value(-1, -1));
    assertEquals(new Resources(List.of(), OptionalInt.of(300), expected), resources);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-m 5m | 6m",
        "-m many | not a size",
        "-m 1x | 512m",
        "-m 99999999999999999999g | not a size",
        "--memory-swap 1g | needs --memory",
        "-m 1g --memory-swap 512m | less than --memory",
        "-m 512m --memory-reservation 1g | more than --memory",
        "--cpus 1000000 | there are",
        "--cpus -1 | 0.01",
        "--cpus half | 0.01",
        "--cpus . | 0.01",
        "--cpus 1 --cpu-quota 1000 | --cpu-period",
        "--cpu-period 999 | 1000",
        "--cpu-quota 10 | 1000",
        "--cpu-shares -5 | whole number",
        "--cpuset-cpus 0-99999 | not available",
        "--cpuset-cpus 1,,2 | 0-2,5",
        "--pids-limit some | whole number",
        "--blkio-weight 9 | from 10 to 1000",
        "--oom-score-adj 1001 | from -1000 to 1000",
        "--ulimit nofile | SOFT",
        "--ulimit files=3 | nofile",
        "--ulimit nofile=3:2 | more than the hard",
        "--device /no/such | no such file",
        "--device /etc/hostname | not a device",
        "--device null | path",
        "--device-read-bps /dev/null:1m | block device",
        "--device-read-bps /dev/null | colon",
        "--device-write-iops /dev/null:1m | whole number",
      })
  void whatMakesNoSenseIsNamedWithItsRemedy(String line, String remedy) {
    StartFailure failure = assertThrows(StartFailure.class, () -> parse(line));
    String option = line.startsWith("-m") ? "--memory" : line.substring(0, line.indexOf(' '));
    assertEquals(true, failure.getMessage().startsWith(option), failure::getMessage);
    assertEquals(true, failure.getMessage().contains(remedy), failure::getMessage);
    assertEquals(125, failure.exitCode());
  }
}
