package dev.minidocker.cli;

import dev.minidocker.labs.cgroups.limits.Limit;
import dev.minidocker.labs.cgroups.limits.MemoryLimit;
import dev.minidocker.labs.cgroups.limits.MemoryReservation;
import dev.minidocker.labs.cgroups.limits.OomKillDisabled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The options about memory; 0 means that nothing is asked, as in docker. */
final class MemoryOptions {
  /** docker's own; a container that does anything needs more. */
  private static final long LEAST_BYTES = 6 << 20;

  private static final String UNLIMITED = "-1";

  private MemoryOptions() {}

  static List<Limit> limits(
      Optional<String> memory,
      Optional<String> swap,
      Optional<String> reservation,
      boolean oomKillDisabled) {
    List<Limit> limits = new ArrayList<>();
    OptionalLong bytes = atLeast("--memory", memory);
    OptionalLong total = total(swap, bytes);
    bytes.ifPresent(number -> limits.add(new MemoryLimit(number, total)));
    atLeast("--memory-reservation", reservation)
        .ifPresent(number -> limits.add(reservation(number, reservation.orElse(""), bytes)));
    if (oomKillDisabled) {
      limits.add(new OomKillDisabled());
    }
    return limits;
  }

  private static OptionalLong atLeast(String option, Optional<String> text) {
    if (text.isEmpty() || text.get().equals(UNLIMITED)) {
      return OptionalLong.empty();
    }
    long bytes = Amounts.size(option, text.get());
    if (bytes != 0 && bytes < LEAST_BYTES) {
      throw ResourceOptions.wrong(
          option, text.get(), "too small: no container starts with less than 6m");
    }
    return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  private static OptionalLong total(Optional<String> swap, OptionalLong bytes) {
    if (swap.isEmpty() || swap.get().equals("0")) {
      return OptionalLong.empty();
    }
    String text = swap.get();
    if (bytes.isEmpty()) {
      throw ResourceOptions.wrong(
          "--memory-swap", text, "it is memory and swap together, so it needs --memory as well");
    } else if (text.equals(UNLIMITED)) {
      return OptionalLong.of(Limit.UNLIMITED);
    }
    long total = Amounts.size("--memory-swap", text);
    if (total < bytes.getAsLong()) {
      throw ResourceOptions.wrong(
          "--memory-swap",
          text,
          "it is memory and swap together, so it cannot be less than --memory. For no swap, give"
              + " the same as there");
    }
    return OptionalLong.of(total);
  }

  private static MemoryReservation reservation(long number, String text, OptionalLong limit) {
    if (limit.isPresent() && number > limit.getAsLong()) {
      throw ResourceOptions.wrong(
          "--memory-reservation", text, "more than --memory allows; give less, or more there");
    }
    return new MemoryReservation(number);
  }
}
