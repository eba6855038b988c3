package dev.minidocker.image.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands that a busybox executable answers to, read from the executable.
 *
 * <p>It holds them as one sorted run of C strings ({@code applet_names} in its {@code
 * include/applet_tables.h}).
 */
final class BusyboxApplets {
  private static final Pattern NAME = Pattern.compile("\\[{1,2}|[a-z0-9][a-z0-9._+-]*");
  private static final List<String> NEIGHBOURS = List.of("cat\0chgrp\0chmod\0", "cat\0chmod\0");

  private BusyboxApplets() {}

  /** In order; empty where the list is not found. */
  static List<String> of(byte[] executable) {
    String content = new String(executable, StandardCharsets.ISO_8859_1);
    return NEIGHBOURS.stream()
        .mapToInt(neighbours -> content.indexOf('\0' + neighbours))
        .filter(at -> at >= 0)
        .mapToObj(at -> around(content, at + 1))
        .findFirst()
        .orElse(List.of());
  }

  private static List<String> around(String content, int known) {
    int start = known;
    String first = stringAt(content, start);
    while (true) {
      int before = content.lastIndexOf('\0', start - 2) + 1;
      String previous = content.substring(before, start - 1);
      if (!NAME.matcher(previous).matches() || previous.compareTo(first) >= 0) {
        return from(content, start);
      }
      first = previous;
      start = before;
    }
  }

  private static List<String> from(String content, int start) {
    List<String> names = new ArrayList<>();
    String last = "";
    for (int at = start; ; at += last.length() + 1) {
      String name = stringAt(content, at);
      if (!NAME.matcher(name).matches() || name.compareTo(last) <= 0) {
        return names;
      }
      names.add(name);
      last = name;
    }
  }

  private static String stringAt(String content, int at) {
    int end = content.indexOf('\0', at);
    return end < 0 ? "" : content.substring(at, end);
  }
}
