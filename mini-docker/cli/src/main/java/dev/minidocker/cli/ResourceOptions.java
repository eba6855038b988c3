package dev.minidocker.cli;

import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.Resources;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.labs.cgroups.limits.CpuSet;
import dev.minidocker.labs.cgroups.limits.IoRate.Counted;
import dev.minidocker.labs.cgroups.limits.IoWeight;
import dev.minidocker.labs.cgroups.limits.Limit;
import dev.minidocker.labs.cgroups.limits.PidsLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How much of the machine a container may have: docker's options, and docker's rules for them. */
final class ResourceOptions {
  private final Syntax syntax;

  /** Adds the options to the syntax of a command. */
  ResourceOptions(Syntax syntax) {
    this.syntax =
        syntax
            .value("SIZE", "Memory that it may use: 512m, 1g.", "-m", "--memory")
            .value("SIZE", "Memory and swap together; -1: any swap.", "--memory-swap")
            .value("SIZE", "Memory that it keeps when there is little.", "--memory-reservation")
            .flag("Who exceeds -m waits; version 1 of cgroups only.", "--oom-kill-disable")
            .value("NUMBER", "How gladly the kernel kills it: -1000 to 1000.", "--oom-score-adj")
            .value("NUMBER", "CPUs' worth of time: 0.5, 2.", "--cpus")
            .value("SHARES", "Its part when CPUs are short; 1024 is usual.", "--cpu-shares")
            .value("MICROS", "CPU time in every period.", "--cpu-quota")
            .value("MICROS", "Length of a period.", "--cpu-period")
            .value("LIST", "CPUs that it may run on: 0-2,5.", "--cpuset-cpus")
            .value("NUMBER", "Processes that it may have; -1: any.", "--pids-limit")
            .value("WEIGHT", "Its part when a disk is busy: 10 to 1000.", "--blkio-weight")
            .values("DEVICE:SIZE", "Bytes read in a second.", "--device-read-bps")
            .values("DEVICE:SIZE", "Bytes written in a second.", "--device-write-bps")
            .values("DEVICE:NUMBER", "Reads in a second.", "--device-read-iops")
            .values("DEVICE:NUMBER", "Writes in a second.", "--device-write-iops")
            .values("HOST[:CONTAINER][:rwm]", "Device that it may use.", "--device")
            .values("NAME=SOFT[:HARD]", "Limit of each process: nofile=1024.", "--ulimit");
  }

  /** What was asked. */
  Resources resources() {
    List<Limit> limits = new ArrayList<>();
    limits.addAll(
        MemoryOptions.limits(
            syntax.valueOf("--memory"),
            syntax.valueOf("--memory-swap"),
            syntax.valueOf("--memory-reservation"),
            syntax.has("--oom-kill-disable")));
    limits.addAll(
        CpuOptions.limits(
            syntax.valueOf("--cpus"),
            syntax.valueOf("--cpu-quota"),
            syntax.valueOf("--cpu-period"),
            syntax.valueOf("--cpu-shares")));
    syntax.valueOf("--cpuset-cpus").map(CpuOptions::list).map(CpuSet::new).ifPresent(limits::add);
    pids().ifPresent(limits::add);
    syntax
        .valueOf("--blkio-weight")
        .map(text -> (int) Amounts.number("--blkio-weight", text, 10, 1000))
        .map(IoWeight::new)
        .ifPresent(limits::add);
    rates(limits, "--device-read-bps", Counted.BYTES_READ);
    rates(limits, "--device-write-bps", Counted.BYTES_WRITTEN);
    rates(limits, "--device-read-iops", Counted.READS);
    rates(limits, "--device-write-iops", Counted.WRITES);
    DeviceOptions.access(syntax.valuesOf("--device")).ifPresent(limits::add);
    return new Resources(limits, oomScore(), UlimitOptions.parse(syntax.valuesOf("--ulimit")));
  }

  /** In docker, 0 is no limit too. */
  private Optional<PidsLimit> pids() {
    return syntax
        .valueOf("--pids-limit")
        .map(text -> Amounts.number("--pids-limit", text, -1, Integer.MAX_VALUE))
        .filter(most -> most > 0)
        .map(PidsLimit::new);
  }

  private OptionalInt oomScore() {
    return syntax
        .valueOf("--oom-score-adj")
        .map(text -> (int) Amounts.number("--oom-score-adj", text, -1000, 1000))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private void rates(List<Limit> limits, String option, Counted what) {
    for (String text : syntax.valuesOf(option)) {
      limits.add(DeviceOptions.rate(option, text, what));
    }
  }

  static StartFailure wrong(String option, String value, String why) {
    return new StartFailure(option + " " + value + ": " + why);
  }
}
