package dev.minidocker.build.dockerfile;

import java.util.Map;

/**
 * Replaces variables in words, and takes quotes and escapes away, as a shell would.
 *
 * <p>{@code $NAME}, {@code ${NAME}}, {@code ${NAME:-word}} (word if NAME is unset or empty), {@code
 * ${NAME:+word}} (word if it is neither), {@code ${NAME:?word}} (refuse with word if it is either);
 * without the colon, empty counts as set. Single quotes protect everything in them, double quotes
 * all but variables and escapes.
 */
public final class Expansion {
  private final Location location;
  private final Map<String, String> variables;
  private final char escape;

  /**
   * @param location where the words stand
   * @param escape the Dockerfile's escape character
   */
  public Expansion(Location location, Map<String, String> variables, char escape) {
    this.location = location;
    this.variables = variables;
    this.escape = escape;
  }

  /**
   * What the word means.
   *
   * @throws DockerfileException if a quote or brace is not closed, or the word itself refuses
   */
  public String expand(String word) {
    return new Scan(word, true).all();
  }

  /** The same without taking quotes for anything but themselves: for the text of a file. */
  public String expandText(String text) {
    return new Scan(text, false).all();
  }

  /** One word, from left to right. */
  private final class Scan {
    private final String word;
    private final boolean quotes;
    private final StringBuilder result = new StringBuilder();
    private int at;

    Scan(String word, boolean quotes) {
      this.word = word;
      this.quotes = quotes;
    }

    String all() {
      boolean doubleQuoted = false;
      while (at < word.length()) {
        char c = word.charAt(at++);
        if (c == '\'' && quotes && !doubleQuoted) {
          singleQuoted();
        } else if (c == '"' && quotes) {
          doubleQuoted = !doubleQuoted;
        } else if (c == escape && at < word.length()) {
          escaped(word.charAt(at++), doubleQuoted || !quotes);
        } else if (c == '$') {
          result.append(variable());
        } else {
          result.append(c);
        }
      }
      if (doubleQuoted) {
        throw location.wrong("a double quote is not closed in " + word);
      }
      return result.toString();
    }

    private void singleQuoted() {
      int end = word.indexOf('\'', at);
      if (end < 0) {
        throw location.wrong("a single quote is not closed in " + word);
      }
      result.append(word, at, end);
      at = end + 1;
    }

    /** Within double quotes only what would mean something there is protected. */
    private void escaped(char c, boolean sparing) {
      if (sparing && c != '"' && c != '$' && c != escape) {
        result.append(escape);
      }
      result.append(c);
    }

    private String variable() {
      if (at < word.length() && word.charAt(at) == '{') {
        at++;
        return braced();
      }
      String name = name();
      return name.isEmpty() ? "$" : variables.getOrDefault(name, "");
    }

    private String name() {
      int begin = at;
      while (at < word.length() && isNamePart(word.charAt(at), at == begin)) {
        at++;
      }
      return word.substring(begin, at);
    }

    private static boolean isNamePart(char c, boolean first) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      return letter || (!first && c >= '0' && c <= '9');
    }

    private String braced() {
      String name = name();
      int begin = at;
      int end = closingBrace();
      if (name.isEmpty() || end < 0) {
        throw location.wrong("expected ${NAME} or ${NAME:-word} in " + word);
      }
      at = end + 1;
      return modified(name, word.substring(begin, end));
    }

    private int closingBrace() {
      int depth = 1;
      for (int i = at; i < word.length(); i++) {
        char c = word.charAt(i);
        if (c == escape) {
          i++;
        } else if (c == '{' && word.charAt(i - 1) == '$') {
          depth++;
        } else if (c == '}' && --depth == 0) {
          return i;
        }
      }
      return -1;
    }

    private String modified(String name, String modifier) {
      String value = variables.get(name);
      if (modifier.isEmpty()) {
        return value == null ? "" : value;
      }
      boolean colon = modifier.charAt(0) == ':';
      String operation = colon ? modifier.substring(1) : modifier;
      boolean there = value != null && !(colon && value.isEmpty());
      String alternative = operation.isEmpty() ? "" : operation.substring(1);
      return switch (operation.isEmpty() ? ' ' : operation.charAt(0)) {
        case '-' -> there ? value : new Scan(alternative, quotes).all();
        case '+' -> there ? new Scan(alternative, quotes).all() : "";
        case '?' -> required(name, there, value, alternative);
        default ->
            throw location.wrong(
                "${"
                    + name
                    + modifier
                    + "}: expected one of - + ? behind the name, perhaps with a colon before it");
      };
    }

    private String required(String name, boolean there, String value, String complaint) {
      if (there) {
        return value;
      }
      String why = new Scan(complaint, quotes).all();
      throw location.wrong(name + ": " + (why.isEmpty() ? "not set" : why));
    }
  }
}
