package dev.minidocker.build.dockerfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code name=value} words of ENV, ARG and LABEL; names and values keep their quotes. */
final class Pairs {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final char escape;

  Pairs(char escape) {
    this.escape = escape;
  }

  /** {@code ENV NAME=value …}, or the old {@code ENV NAME all the rest}. */
  Map<String, String> ofEnv(LogicalLine line) {
    return required(line);
  }

  Map<String, String> ofLabel(LogicalLine line) {
    return required(line);
  }

  Map<String, Optional<String>> ofArg(LogicalLine line) {
    Map<String, Optional<String>> arguments = new LinkedHashMap<>();
    for (String word : Words.split(line.rest(), escape)) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!VARIABLE.matcher(name).matches()) {
        throw line.location().wrong("ARG \"" + word + "\": expected NAME or NAME=DEFAULT");
      }
      arguments.put(name, equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1)));
    }
    return arguments;
  }

  private Map<String, String> required(LogicalLine line) {
    List<String> words = Words.split(line.rest(), escape);
    if (!words.get(0).contains("=")) {
      return old(line);
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw line.location()
            .wrong(
                line.keyword()
                    + " \""
                    + word
                    + "\": expected NAME=VALUE (a value with spaces needs quotes)");
      }
      pairs.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return pairs;
  }

  private static Map<String, String> old(LogicalLine line) {
    String[] parts = line.rest().split("\\s+", 2);
    if (parts.length < 2) {
      throw line.location().wrong(line.keyword() + " \"" + line.rest() + "\": expected NAME=VALUE");
    }
    return Map.of(parts[0], parts[1]);
  }
}
