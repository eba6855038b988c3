package dev.minidocker.labkit.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Long lines on a terminal. It would break them anywhere, within words too; here they are broken
 * between words, and what follows stands below the beginning of the line's text.
 */
final class Wrapping {
  /** Unicode's East Asian Width, W and F, as far as people write with it. */
  private static final String WIDE =
      "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}"
          + "\\u3000-\\u303e\\u30fb\\u30fc\\uff01-\\uff60\\uffe0-\\uffe6\\x{1f300}-\\x{1f64f}"
          + "&&[^\\uff61-\\uffdc]"; // the narrow forms

  /** What no line begins with. */
  private static final String CLOSING = "，。、；：？！）」』】》";

  private static final String ESCAPE = "\33\\[[0-9;]*[A-Za-z]";
  private static final Pattern WIDE_LETTER = Pattern.compile("[" + WIDE + "]");
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<gap>%1$s| +)|[%2$s][%3$s]*|[^ \33%2$s]+[%3$s]*|.".formatted(ESCAPE, WIDE, CLOSING));

  /** Signs that stand before the text, with and without Unicode. */
  private static final Pattern INDENTATION = Pattern.compile(" *(?:(?:[✓✗…>#-]|ok:|NOT:) )?");

  private static final Pattern GAP = Pattern.compile(" {2,}(?=[^ ])");

  private Wrapping() {}

  /** The same text in lines of so many columns, but for words that are longer. */
  static String wrapped(String text, int columns) {
    return text.lines().map(line -> line(line, columns)).collect(Collectors.joining("\n"));
  }

  private static String line(String line, int columns) {
    if (width(line) <= columns) {
      return line;
    }
    int indentation = indentation(line.replaceAll(ESCAPE, ""), columns / 2);
    StringBuilder lines = new StringBuilder();
    int used = 0;
    StringBuilder gap = new StringBuilder(); // spaces, and escapes among them
    Matcher token = TOKEN.matcher(line);
    while (token.find()) {
      String text = token.group();
      if (token.group("gap") != null) {
        gap.append(text);
      } else if (used + width(gap + text) > columns) {
        String closing = gap.toString().split(" ", 2)[0]; // belongs to the word before
        lines.append(closing).append(used == 0 ? "" : "\n").append(" ".repeat(indentation));
        lines.append(gap.substring(closing.length()).replace(" ", "")).append(text);
        used = indentation + width(text);
        gap.setLength(0);
      } else {
        lines.append(gap).append(text);
        used += width(gap + text);
        gap.setLength(0);
      }
    }
    return lines.append(gap.toString().replace(" ", "")).toString();
  }

  /** Where the text begins: behind a sign, or in the last of several columns. */
  private static int indentation(String line, int most) {
    Matcher beginning = INDENTATION.matcher(line);
    int end = beginning.lookingAt() ? beginning.end() : 0;
    Matcher gap = GAP.matcher(line);
    for (boolean found = gap.find(end); found; found = gap.find()) {
      if (width(line.substring(0, gap.end())) <= most) {
        end = gap.end();
      }
    }
    return Math.min(width(line.substring(0, end)), most);
  }

  /** How many columns of a terminal it takes. */
  static int width(String text) {
    return text.replaceAll(ESCAPE, "").codePoints().map(Wrapping::width).sum();
  }

  private static int width(int letter) {
    return switch (Character.getType(letter)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> WIDE_LETTER.matcher(Character.toString(letter)).matches() ? 2 : 1;
    };
  }
}
