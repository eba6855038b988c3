package dev.minidocker.commandline;

/**
 * Text that somebody else wrote, as a line of ours. A terminal obeys what looks like an order to
 * it: a name could change its title or its colours, or turn the rest of the line around.
 */
public final class Printable {
  private static final char INSTEAD = '�'; // the replacement character

  private Printable() {}

  /** The same without what is not shown but obeyed; it stays one line. */
  public static String of(String text) {
    return text.codePoints()
        .map(c -> isShown(c) ? c : Character.isWhitespace(c) ? ' ' : INSTEAD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whether a character is one that a terminal shows, not one that it obeys; of code points. */
  public static boolean isShown(int c) {
    return !Character.isISOControl(c)
        && switch (Character.getType(c)) {
          case Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE ->
              false;
          default -> true;
        };
  }
}
