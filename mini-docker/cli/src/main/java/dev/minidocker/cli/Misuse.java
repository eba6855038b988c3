package dev.minidocker.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what may have been meant. */
final class Misuse {
  private static final int MISTAKES = 2;

  private static final int LONGEST_WORD = 40;

  private Misuse() {}

  static String of(ParameterException e, Collection<String> commands) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      String message = String.valueOf(e.getMessage());
      return message.substring(0, 1).toLowerCase(Locale.ROOT)
          + message.substring(1).replaceAll("\\s+", " ")
          + ".";
    }
    String word = unmatched.getUnmatched().get(0);
    boolean ofMain = e.getCommandLine().getParent() == null;
    if (unmatched.isUnknownOption()) {
      List<String> options =
          e.getCommandLine().getCommandSpec().options().stream()
              .map(OptionSpec::longestName)
              .toList();
      return "unknown option " + word + suggestion(word, options);
    }
    return ofMain
        ? "there is no command " + word + suggestion(word, commands)
        : "unexpected argument " + word + ".";
  }

  private static String suggestion(String word, Collection<String> known) {
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
