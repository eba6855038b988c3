package dev.minidocker.cli;

import dev.minidocker.labs.cgroups.limits.CpuBandwidth;
import dev.minidocker.labs.cgroups.limits.CpuShares;
import dev.minidocker.labs.cgroups.limits.Limit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The options about CPUs; 0 means that nothing is asked, as in docker. */
final class CpuOptions {
  private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");
  private static final long LEAST_QUOTA_MICROS = 1_000;
  private static final long MOST_PERIOD_MICROS = 1_000_000;
  private static final long MOST_SHARES = 262_144;

  private CpuOptions() {}

  static List<Limit> limits(
      Optional<String> cpus,
      Optional<String> quota,
      Optional<String> period,
      Optional<String> shares) {
    List<Limit> limits = new ArrayList<>();
    if (cpus.isPresent() && (quota.isPresent() || period.isPresent())) {
      throw ResourceOptions.wrong(
          "--cpus",
          cpus.get(),
          "it is a quota and a period at once: leave out either it, or --cpu-quota and --cpu-period");
    }
    cpus.flatMap(CpuOptions::bandwidth).ifPresent(limits::add);
    OptionalLong quotaMicros = micros("--cpu-quota", quota, Long.MAX_VALUE / 1000);
    OptionalLong periodMicros = micros("--cpu-period", period, MOST_PERIOD_MICROS);
    if (quotaMicros.isPresent() || periodMicros.isPresent()) {
      limits.add(new CpuBandwidth(quotaMicros, periodMicros));
    }
    shares
        .map(text -> Amounts.number("--cpu-shares", text, 0, MOST_SHARES))
        .filter(number -> number > 0)
        .map(number -> new CpuShares(Math.max(2, number)))
        .ifPresent(limits::add);
    return limits;
  }

  private static Optional<Limit> bandwidth(String text) {
    int there = Runtime.getRuntime().availableProcessors();
    double cpus =
        text.matches("[0-9]{0,6}\\.?[0-9]{0,9}") && text.matches(".*[0-9].*")
            ? Double.parseDouble(text)
            : -1;
    if (cpus != 0 && (cpus < 0.01 || cpus > there)) {
      throw ResourceOptions.wrong(
          "--cpus",
          text,
          String.format(
              Locale.ROOT,
              "a number from 0.01 to %d.00 is needed, as there are %d CPUs",
              there,
              there));
    }
    return cpus == 0 ? Optional.empty() : Optional.of(CpuBandwidth.ofCpus(cpus));
  }

  private static OptionalLong micros(String option, Optional<String> text, long most) {
    if (text.isEmpty() || text.get().equals("0") || text.get().equals("-1")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Amounts.number(option, text.get(), LEAST_QUOTA_MICROS, most));
  }

  /** A list of CPUs that are there. */
  static String list(String text) {
    boolean wellFormed = text.matches("[0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*");
    if (!wellFormed) {
      throw ResourceOptions.wrong(
          "--cpuset-cpus", text, "not a list of CPUs. Write numbers and ranges, as in 0-2,5");
    }
    String there = online();
    for (String part : text.split(",", -1)) {
      String[] ends = part.split("-", 2);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (Integer.parseInt(ends[0]) > last || !covers(there, last)) {
        throw ResourceOptions.wrong(
            "--cpuset-cpus", text, "these CPUs are not available; there are " + there);
      }
    }
    return text;
  }

  private static String online() {
    try {
      return Files.readString(ONLINE).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + ONLINE, e);
    }
  }

  private static boolean covers(String list, int cpu) {
    return Arrays.stream(list.split(",", -1))
        .map(part -> part.split("-", 2))
        .anyMatch(
            ends ->
                Integer.parseInt(ends[0]) <= cpu && cpu <= Integer.parseInt(ends[ends.length - 1]));
  }
}
