package dev.minidocker.build.dockerfile;

import dev.minidocker.build.dockerfile.Instruction.HealthCheck;
import dev.minidocker.build.dockerfile.Instruction.Probe;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code HEALTHCHECK NONE} or {@code HEALTHCHECK [--interval=…] CMD …}. */
final class HealthCheckParser {
  private static final List<String> PROBE_OPTIONS =
      List.of("interval", "timeout", "start-period", "start-interval", "retries");

  private HealthCheckParser() {}

  static HealthCheck parse(LogicalLine line) {
    Flags flags = Flags.of(line, PROBE_OPTIONS);
    String[] parts = flags.rest().split("\\s+", 2);
    String kind = parts[0].toUpperCase(Locale.ROOT);
    if (kind.equals("NONE") && parts.length == 1) {
      return new HealthCheck(line.location(), Optional.empty());
    }
    if (kind.equals("CMD") && parts.length == 2) {
      flags.values().forEach((name, value) -> check(line, name, value));
      Probe probe = new Probe(Command.parse(parts[1]), Map.copyOf(flags.values()));
      return new HealthCheck(line.location(), Optional.of(probe));
    }
    throw line.location()
        .wrong("expected HEALTHCHECK NONE or HEALTHCHECK [--interval=…] CMD COMMAND");
  }

  private static void check(LogicalLine line, String name, String value) {
    if (!name.equals("retries")) {
      try {
        GoDuration.nanos(value);
      } catch (IllegalArgumentException e) {
        throw line.location().wrong("--" + name + "=" + value + ": " + e.getMessage());
      }
    } else if (!value.matches("\\d{1,9}")) {
      throw line.location().wrong("--retries=" + value + ": expected a number, as in --retries=3");
    }
  }
}
