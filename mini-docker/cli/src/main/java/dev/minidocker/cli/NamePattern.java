package dev.minidocker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern for names, as a shell has it for files and docker for images: a star is any letters but
 * a slash, a question mark is one, and one of those in brackets.
 *
 * @param parts what each letter has to be, and null for a star
 */
record NamePattern(List<IntPredicate> parts) {
  private static final IntPredicate STAR = null;

  /**
   * Reads a pattern; what follows a backslash means itself.
   *
   * @throws IllegalArgumentException if a bracket is not closed
   */
  static NamePattern parse(String pattern) {
    List<IntPredicate> parts = new ArrayList<>();
    for (int at = 0; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c == '*') {
        parts.add(STAR);
      } else if (c == '?') {
        parts.add(letter -> letter != '/');
      } else if (c == '[') {
        int end = pattern.indexOf(']', at + 2);
        if (end < 0) {
          throw new IllegalArgumentException(
              "the pattern " + pattern + " has a bracket that is not closed: write [abc] or [a-z]");
        }
        parts.add(oneOf(pattern.substring(at + 1, end)));
        at = end;
      } else {
        at += c == '\\' && at + 1 < pattern.length() ? 1 : 0;
        char itself = pattern.charAt(at);
        parts.add(letter -> letter == itself);
      }
    }
    return new NamePattern(parts);
  }

  /** {@code abc}, {@code a-z}, or {@code ^a-z} for all others. */
  private static IntPredicate oneOf(String letters) {
    boolean others = letters.startsWith("^");
    String listed = letters.substring(others ? 1 : 0);
    return letter -> letter != '/' && lists(listed, letter) != others;
  }

  private static boolean lists(String listed, int letter) {
    for (int at = 0; at < listed.length(); at++) {
      boolean range = at + 2 < listed.length() && listed.charAt(at + 1) == '-';
      char last = listed.charAt(range ? at + 2 : at);
      if (letter >= listed.charAt(at) && letter <= last) {
        return true;
      }
      at += range ? 2 : 0;
    }
    return false;
  }

  /**
   * Whether the name is one that is meant. When a letter does not fit, only the last star takes one
   * more: what an earlier one could take, the last one has had the chance to.
   */
  boolean matches(String name) {
    int at = 0;
    int part = 0;
    int star = -1; // the part behind the last star
    int taken = 0; // where in the name it began to stand for nothing more
    while (at < name.length()) {
      if (part < parts.size() && parts.get(part) == STAR) {
        star = ++part;
        taken = at;
      } else if (part < parts.size() && parts.get(part).test(name.charAt(at))) {
        part++;
        at++;
      } else if (star >= 0 && name.charAt(taken) != '/') {
        part = star;
        at = ++taken;
      } else {
        return false;
      }
    }
    return parts.subList(part, parts.size()).stream().allMatch(rest -> rest == STAR);
  }
}
