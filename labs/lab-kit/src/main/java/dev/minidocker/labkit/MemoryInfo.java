package dev.minidocker.labkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's memory, by proc_meminfo(5). */
final class MemoryInfo {
  private MemoryInfo() {}

  /** What stands behind a label: a count, or KiB; 0 if there is no such line. */
  static long number(String label) {
    Pattern line = Pattern.compile("^" + label + ": *([0-9]+)", Pattern.MULTILINE);
    Matcher matcher = line.matcher(new Host(1).machine("meminfo"));
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
