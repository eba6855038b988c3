package dev.minidocker.labkit.command;

import java.util.ArrayList;
import java.util.List;

/** The host's view beside the container's view. */
final class Columns {
  private static final String INDENT = "    ";
  private static final String RULE = " │ ";
  private static final int NARROWEST = 16;

  private Columns() {}

  /** Lines of at most {@code columns} characters; one view below the other where that is few. */
  static List<String> beside(String host, String container, int columns) {
    int width = (columns - INDENT.length() - RULE.length()) / 2;
    if (width < NARROWEST) {
      return below(host, container);
    }
    List<String> left = wrapped("host", host, width);
    List<String> right = wrapped("container", container, width);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String seen = i < left.size() ? left.get(i) : "";
      String padding = " ".repeat(width - length(seen));
      lines.add(INDENT + seen + padding + RULE + (i < right.size() ? right.get(i) : ""));
    }
    return lines;
  }

  /** One line for each line of a view. */
  static List<String> below(String host, String container) {
    List<String> lines = new ArrayList<>();
    shown(host).lines().forEach(line -> lines.add(INDENT + "host:      " + line));
    shown(container).lines().forEach(line -> lines.add(INDENT + "container: " + line));
    return lines;
  }

  private static List<String> wrapped(String title, String text, int width) {
    List<String> lines = new ArrayList<>(List.of(title));
    for (String line : shown(text).lines().toList()) {
      String rest = line;
      while (length(rest) > width) {
        int cut = rest.offsetByCodePoints(0, width);
        lines.add(rest.substring(0, cut));
        rest = rest.substring(cut);
      }
      lines.add(rest);
    }
    return lines;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String shown(String text) {
    return text.isEmpty() ? "–" : Page.harmless(text);
  }
}
