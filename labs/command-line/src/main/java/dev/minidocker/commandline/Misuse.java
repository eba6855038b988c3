package dev.minidocker.commandline;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what may have been meant. */
final class Misuse {
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
    Collection<String> known = ofMain ? commands : e.getCommandLine().getSubcommands().keySet();
    if (unmatched.isUnknownOption()) {
      List<String> options =
          e.getCommandLine().getCommandSpec().options().stream()
              .map(OptionSpec::longestName)
              .toList();
      return "unknown option " + word + Suggestion.of(word, options);
    }
    return known.isEmpty()
        ? "unexpected argument " + word + "."
        : "there is no command " + word + Suggestion.of(word, known);
  }
}
