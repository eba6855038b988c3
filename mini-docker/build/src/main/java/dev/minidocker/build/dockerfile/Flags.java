package dev.minidocker.build.dockerfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code --name=value} words between an instruction's keyword and its arguments.
 *
 * @param rest what follows them
 */
record Flags(Map<String, String> values, String rest) {

  /**
   * Takes them off.
   *
   * @param allowed the names that this instruction has
   */
  static Flags of(LogicalLine line, List<String> allowed) {
    Map<String, String> values = new LinkedHashMap<>();
    String rest = line.rest();
    while (rest.startsWith("--")) {
      String[] parts = rest.split("\\s+", 2);
      rest = parts.length > 1 ? parts[1] : "";
      if (parts[0].equals("--")) {
        break;
      }
      String[] flag = parts[0].substring(2).split("=", 2);
      check(line, flag[0], allowed);
      if (flag.length < 2) {
        throw line.location().wrong("--" + flag[0] + " has no value; expected --" + flag[0] + "=…");
      }
      if (values.put(flag[0], flag[1]) != null) {
        throw line.location().wrong("--" + flag[0] + " was given twice");
      }
    }
    return new Flags(values, rest);
  }

  private static void check(LogicalLine line, String name, List<String> allowed) {
    if (!allowed.contains(name)) {
      String known = allowed.isEmpty() ? "it has none" : "it has --" + String.join(", --", allowed);
      throw line.location().wrong(line.keyword() + " has no flag --" + name + " here; " + known);
    }
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
