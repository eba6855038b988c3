package dev.minidocker.labkit.command;

import dev.minidocker.linux.HostTerminal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a command writes on: how wide it is, and which signs and colours it has.
 *
 * @param ink takes the text as it is to appear
 * @param columns of the terminal; 0 if there is none, and lines may have any length
 * @param rows of the terminal
 * @param coloured whether escape sequences are understood and wanted
 * @param unicode whether anything but ASCII is
 */
public record Page(Consumer<String> ink, int columns, int rows, boolean coloured, boolean unicode) {
  private static final int STDOUT = 1;
  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;

  /** The escape sequences in use, as in ECMA-48. */
  public enum Tone {
    BOLD("1"),
    GOOD("32"),
    BAD("31"),
    CALL("36"),
    FAINT("2");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  /** The standard output; {@code NO_COLOR} and the locale are heeded. */
  static Page standardOutput(Map<String, String> environment) {
    Optional<HostTerminal.Size> size = HostTerminal.behind(STDOUT).map(HostTerminal::size);
    int columns = size.map(HostTerminal.Size::columns).map(Page::orUsual).orElse(0);
    int rows = size.map(HostTerminal.Size::rows).filter(known -> known > 0).orElse(USUAL_ROWS);
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Page(
        Page::toStandardOutput, columns, rows, columns > 0 && !plain, isUtf8(environment));
  }

  /** Some terminals do not know their size, and say 0. */
  private static int orUsual(int columns) {
    return columns > 0 ? columns : USUAL_COLUMNS;
  }

  private static void toStandardOutput(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  /** locale(7): the first of these that is not empty counts. The launch script changes them. */
  private static boolean isUtf8(Map<String, String> environment) {
    String locale = System.getProperty("launch.locale", "");
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      if (locale.isEmpty() && System.getProperty("launch.locale") == null) {
        locale = environment.getOrDefault(name, "");
      }
    }
    String lower = locale.toLowerCase(Locale.ROOT);
    return lower.contains("utf-8") || lower.contains("utf8");
  }

  boolean isTerminal() {
    return columns > 0;
  }

  /** The same page with other ink. */
  Page with(Consumer<String> otherInk) {
    return new Page(otherInk, columns, rows, coloured, unicode);
  }

  /** Text as it is, but for signs that the locale does not have. */
  public void print(String text) {
    ink.accept(shown(text));
  }

  /** A line; on a terminal that is too narrow for it, several. */
  public void line(String text) {
    String all = shown(text);
    ink.accept((isTerminal() ? Wrapping.wrapped(all, columns) : all) + "\n");
  }

  public void line(Tone tone, String text) {
    line(in(tone, text));
  }

  String in(Tone tone, String text) {
    return coloured ? "\33[" + tone.code + "m" + text + "\33[0m" : text;
  }

  /** What is true and what is not. */
  String verdict(boolean met, String text) {
    return in(met ? Tone.GOOD : Tone.BAD, (met ? "✓ " : "✗ ") + text);
  }

  /** Text that was observed, not written by us: what could command the terminal is taken out. */
  static String harmless(String observed) {
    return observed.replace("\t", " ").replaceAll("[\\p{Cc}\\p{Cf}&&[^\n]]", "?");
  }

  private String shown(String text) {
    return unicode
        ? text
        : text.replace("✓ ", "ok: ")
            .replace("✗ ", "NOT: ")
            .replace("│", "|")
            .replace("─", "-")
            .replace("…", "...")
            .replace("–", "-")
            .replace("→", "->")
            .replace("↔", "<->")
            .replaceAll("[^\\x00-\\x7f]", "?");
  }
}
