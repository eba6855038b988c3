package dev.minidocker.build.dockerfile;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1m30s}, {@code 1.5h}, {@code 500ms}. */
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /**
   * In nanoseconds.
   *
   * @throws IllegalArgumentException if the text is no duration
   */
  public static long nanos(String text) {
    Matcher part = PART.matcher(text);
    double sum = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      sum += Double.parseDouble(part.group(1)) * NANOS.get(part.group(2));
      end = part.end();
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no duration; expected for example 30s, 1m30s or 500ms");
    }
    return (long) sum;
  }
}
