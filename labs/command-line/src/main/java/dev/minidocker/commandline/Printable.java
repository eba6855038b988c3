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
    return text.chars().anyMatch(c -> isObeyed((char) c)) ? replaced(text) : text;
  }

  private static String replaced(String text) {
    StringBuilder shown = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      shown.append(Character.isWhitespace(c) ? ' ' : isObeyed(c) ? INSTEAD : c);
    }
    return shown.toString();
  }

  private static boolean isObeyed(char c) {
    return Character.isISOControl(c)
        || switch (Character.getType(c)) {
          case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
          default -> false;
        };
  }
}
