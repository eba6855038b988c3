package dev.minidocker.cli;

import dev.minidocker.commandline.Printable;
import java.util.regex.Pattern;

/**
 * One line of a terminal.
 *
 * @param text at its left; shortened where there is too little room
 * @param end at its right
 */
record ScreenLine(String text, String end) {
  private static final int TAB = 8;
  private static final int LEAST_TEXT = 12;

  /** ECMA-48: control sequences, control strings, and any other escape sequence. */
  private static final Pattern ESCAPES =
      Pattern.compile(
          "(?:\033\\[|\u009b)[0-?]*[ -/]*[@-~]?"
              + "|\033[P\\]X^_].*?(?:\007|\033\\\\|$)"
              + "|\033[ -/]*[0-~]?");

  static ScreenLine of(String text) {
    return new ScreenLine(text, "");
  }

  /**
   * Text as it may be shown: what programs say to terminals must not reach ours, where it could
   * move the cursor or turn the line around.
   */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    ESCAPES
        .matcher(text)
        .replaceAll("")
        .codePoints()
        .forEach(
            c -> {
              if (c == '\t') {
                shown.append(" ".repeat(TAB - shown.length() % TAB));
              } else if (Printable.isShown(c)) {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /** The line in so many columns, or in fewer. */
  String in(int columns) {
    if (end.isEmpty()) {
      return cut(text, columns);
    }
    int room = columns - end.length() - 1;
    if (room < LEAST_TEXT) {
      return cut(text, columns);
    }
    String left = cut(text, room);
    return left + " ".repeat(columns - width(left) - end.length()) + end;
  }

  private static String cut(String text, int columns) {
    int used = 0;
    int length = 0;
    while (length < text.length()) {
      int c = text.codePointAt(length);
      used += width(c);
      if (used > columns) {
        return text.substring(0, length);
      }
      length += Character.charCount(c);
    }
    return text;
  }

  /** How many columns it takes at most. */
  static int width(String text) {
    return text.codePoints().map(ScreenLine::width).sum();
  }

  /**
   * Terminals do not agree on every character. What may be wide is taken for wide: a line that is
   * too short does no harm, and one that is too long becomes two.
   */
  private static int width(int c) {
    boolean narrow = c < 0x1100 || (c >= 0x2000 && c < 0x2300) || (c >= 0x2500 && c < 0x25a0);
    return narrow ? 1 : 2;
  }
}
