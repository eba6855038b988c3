package dev.minidocker.commandline;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a mistyped word may have been meant to be. */
public final class Suggestion {
  private static final int MISTAKES = 2;

  private static final int LONGEST_WORD = 40;

  private Suggestion() {}

  /** A sentence's end: "; is X meant?" if a known word is near, or else a full stop. */
  public static String of(String word, Collection<String> known) {
    if (word.length() > LONGEST_WORD) {
      return ".";
    }
    Optional<String> closest =
        known.stream().min(Comparator.comparingInt(other -> distance(word, other)));
    return closest
        .filter(other -> distance(word, other) <= Math.min(MISTAKES, word.length() - 1))
        .map(other -> "; is " + other + " meant?")
        .orElse(".");
  }

  /** How many letters to put in, take out, replace, or swap with their neighbour. */
  static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : cheapest(steps, from, to, i, j);
      }
    }
    return steps[from.length()][to.length()];
  }

  private static int cheapest(int[][] steps, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int replaced = steps[i - 1][j - 1] + (same ? 0 : 1);
    int changed = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(changed, steps[i - 2][j - 2] + 1) : changed;
  }
}
