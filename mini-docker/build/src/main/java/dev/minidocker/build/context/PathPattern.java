package dev.minidocker.build.context;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths: {@code *} and {@code ?} stand for anything within one name, {@code [a-z]} and
 * {@code [^a-z]} for one character (which may be a slash, as in other builders), {@code **} for any
 * number of directories, a backslash for the character behind it.
 *
 * <p>Source: Go's {@code path/filepath.Match}; {@code **} as {@code .dockerignore} has it.
 */
final class PathPattern {
  private final String text;
  private final Pattern regex;

  /**
   * @throws ContextException if a bracket is not closed, or nothing follows a backslash
   */
  PathPattern(String text) {
    this.text = text;
    try {
      this.regex = Pattern.compile(new Translation(text).regex(), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw bad(text, e.getDescription());
    }
  }

  private static ContextException bad(String text, String why) {
    return new ContextException("\"" + text + "\" is no pattern: " + why);
  }

  boolean matches(String path) {
    return regex.matcher(path).matches();
  }

  /** Whether it can match more than one path. */
  static boolean isPattern(String text) {
    return text.matches("(?s).*[*?\\[\\\\].*");
  }

  @Override
  public String toString() {
    return text;
  }

  /** From left to right to a regular expression. */
  private static final class Translation {
    private final String text;
    private final StringBuilder regex = new StringBuilder();
    private int at;

    Translation(String text) {
      this.text = text;
    }

    String regex() {
      while (at < text.length()) {
        char c = text.charAt(at++);
        switch (c) {
          case '*' -> star();
          case '?' -> regex.append("[^/]");
          case '[' -> brackets();
          case '\\' -> escaped();
          default -> regex.append(Pattern.quote(String.valueOf(c)));
        }
      }
      return regex.toString();
    }

    private void star() {
      if (!text.startsWith("*", at)) {
        regex.append("[^/]*");
        return;
      }
      at++;
      if (text.startsWith("/", at)) {
        at++;
      }
      regex.append(at == text.length() ? ".*" : "(?:.*/)?");
    }

    private void escaped() {
      if (at == text.length()) {
        throw bad(text, "nothing follows the backslash");
      }
      regex.append(Pattern.quote(String.valueOf(text.charAt(at++))));
    }

    private void brackets() {
      int end = text.indexOf(']', at + 1);
      if (end < 0) {
        throw bad(text, "a bracket is not closed");
      }
      String members = text.substring(at, end);
      boolean not = members.startsWith("^");
      regex
          .append(not ? "[^" : "[")
          .append((not ? members.substring(1) : members).replaceAll("([\\[&^])", "\\\\$1"))
          .append(']');
      at = end + 1;
    }
  }
}
