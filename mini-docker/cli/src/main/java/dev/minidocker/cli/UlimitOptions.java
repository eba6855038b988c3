package dev.minidocker.cli;

import dev.minidocker.linux.ResourceLimit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code --ulimit NAME=SOFT[:HARD]}, in the kernel's units; -1 for unlimited. */
final class UlimitOptions {
  private UlimitOptions() {}

  static Map<ResourceLimit, ResourceLimit.Value> parse(List<String> options) {
    Map<ResourceLimit, ResourceLimit.Value> limits = new EnumMap<>(ResourceLimit.class);
    for (String option : options) {
      String[] parts = option.split("[=:]", 3);
      if (parts.length < 2 || !option.startsWith(parts[0] + "=")) {
        throw ResourceOptions.wrong("--ulimit", option, "write NAME=SOFT or NAME=SOFT:HARD");
      }
      ResourceLimit limit = limit(option, parts[0]);
      long soft = Amounts.number("--ulimit", parts[1], -1, Long.MAX_VALUE);
      long hard =
          parts.length < 3 ? soft : Amounts.number("--ulimit", parts[2], -1, Long.MAX_VALUE);
      if (ResourceLimit.Value.exceeds(soft, hard)) {
        throw ResourceOptions.wrong(
            "--ulimit", option, "the soft limit, which comes first, is more than the hard one");
      }
      limits.put(limit, new ResourceLimit.Value(soft, hard));
    }
    return limits;
  }

  private static ResourceLimit limit(String option, String name) {
    return Arrays.stream(ResourceLimit.values())
        .filter(limit -> name(limit).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ResourceOptions.wrong(
                    "--ulimit",
                    option,
                    "no such limit. There are "
                        + Arrays.stream(ResourceLimit.values())
                            .map(UlimitOptions::name)
                            .filter(known -> !known.equals("as"))
                            .collect(Collectors.joining(", "))));
  }

  private static String name(ResourceLimit limit) {
    return limit.name().toLowerCase(Locale.ROOT);
  }
}
