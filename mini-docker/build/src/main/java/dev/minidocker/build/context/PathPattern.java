package dev.minidocker.build.context;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern of paths: {@code *} and {@code ?} stand for anything within one name, {@code [a-z]} and
 * {@code [^a-z]} for one character (which may be a slash, as in other builders), {@code **} for any
 * number of directories, a backslash for the character behind it.
 *
 * <p>All ways to match are followed at once, so a pattern with many stars takes no longer than its
 * length times the path's.
 *
 * <p>Source: Go's {@code path/filepath.Match}; {@code **} as {@code .dockerignore} has it.
 */
public final class PathPattern {
  private static final Part STAR = new Part(PathPattern::isOfName, PathPattern::none, 1);
  private static final Part REST = new Part(PathPattern::any, PathPattern::none, 1);
  private static final Part SOME_DIRECTORIES_OR_NONE =
      new Part(PathPattern::none, PathPattern::none, 2);
  private static final Part SOME_DIRECTORIES = new Part(PathPattern::any, c -> c == '/', 0);

  private final String text;
  private final List<Part> parts;

  /**
   * One place in the pattern.
   *
   * @param stays the characters behind which the same part goes on
   * @param goesOn those behind which the next one does
   * @param skipped how many parts, from this one on, may stand for no character
   */
  private record Part(IntPredicate stays, IntPredicate goesOn, int skipped) {
    static Part one(IntPredicate characters) {
      return new Part(PathPattern::none, characters, 0);
    }
  }

  /**
   * Reads a pattern.
   *
   * @throws ContextException if a bracket is not closed, or nothing follows a backslash
   */
  public PathPattern(String text) {
    this.text = text;
    this.parts = new Reading(text).parts();
  }

  private static boolean none(int c) {
    return false;
  }

  private static boolean any(int c) {
    return true;
  }

  private static boolean isOfName(int c) {
    return c != '/';
  }

  /** Whether it can match more than one path. */
  static boolean isPattern(String text) {
    return text.matches("(?s).*[*?\\[\\\\].*");
  }

  /** Whether it is the pattern of the whole path. */
  public boolean matches(String path) {
    BitSet places = new BitSet(parts.size() + 1);
    places.set(0);
    int[] characters = path.codePoints().toArray();
    for (int i = 0; i < characters.length && !places.isEmpty(); i++) {
      places = behind(characters[i], places);
    }
    skip(places);
    return places.get(parts.size());
  }

  /** Where in the pattern one may be behind a character, if before it one is in these places. */
  private BitSet behind(int character, BitSet places) {
    skip(places);
    BitSet next = new BitSet(parts.size() + 1);
    for (int at = places.nextSetBit(0); isPart(at); at = places.nextSetBit(at + 1)) {
      if (parts.get(at).stays().test(character)) {
        next.set(at);
      }
      if (parts.get(at).goesOn().test(character)) {
        next.set(at + 1);
      }
    }
    return next;
  }

  /** Adds the places that are reached without a character. */
  private void skip(BitSet places) {
    for (int at = places.nextSetBit(0); isPart(at); at = places.nextSetBit(at + 1)) {
      places.set(at, at + parts.get(at).skipped() + 1);
    }
  }

  private boolean isPart(int at) {
    return at >= 0 && at < parts.size();
  }

  @Override
  public String toString() {
    return text;
  }

  /** From left to right. */
  private static final class Reading {
    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private int at;

    Reading(String text) {
      this.text = text;
    }

    List<Part> parts() {
      while (at < text.length()) {
        int c = next();
        switch (c) {
          case '*' -> star();
          case '?' -> parts.add(Part.one(PathPattern::isOfName));
          case '[' -> parts.add(Part.one(brackets()));
          case '\\' -> parts.add(Part.one(escaped()));
          default -> parts.add(Part.one(itself -> itself == c));
        }
      }
      return List.copyOf(parts);
    }

    private int next() {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      return c;
    }

    private void star() {
      if (!text.startsWith("*", at)) {
        parts.add(STAR);
        return;
      }
      at++;
      if (text.startsWith("/", at)) {
        at++;
      }
      if (at == text.length()) {
        parts.add(REST);
      } else {
        parts.add(SOME_DIRECTORIES_OR_NONE);
        parts.add(SOME_DIRECTORIES);
      }
    }

    private IntPredicate escaped() {
      if (at == text.length()) {
        throw bad("nothing follows the backslash");
      }
      int c = next();
      return itself -> itself == c;
    }

    /** {@code abc}, {@code a-z}, or {@code ^a-z} for all others. */
    private IntPredicate brackets() {
      boolean others = text.startsWith("^", at);
      int begin = others ? at + 1 : at;
      int end = text.indexOf(']', begin + 1);
      if (end < 0) {
        throw bad("a bracket is not closed");
      }
      int[] listed = text.substring(begin, end).codePoints().toArray();
      at = end + 1;
      return c -> lists(listed, c) != others;
    }

    private static boolean lists(int[] listed, int c) {
      for (int i = 0; i < listed.length; i++) {
        boolean range = i + 2 < listed.length && listed[i + 1] == '-';
        if (c >= listed[i] && c <= listed[range ? i + 2 : i]) {
          return true;
        }
        i += range ? 2 : 0;
      }
      return false;
    }

    private ContextException bad(String why) {
      return new ContextException("\"" + text + "\" is no pattern: " + why);
    }
  }
}
