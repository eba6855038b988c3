package dev.minidocker.labkit.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether what was printed is what a page shows. "…" stands for any lines, or for a part of one.
 * Names that experiments make up, process ids, inode numbers and times differ from run to run: one
 * of them stands for another, and the same one for the same one throughout. So a page that shows
 * two equal inode numbers is wrong where two different ones are printed.
 */
final class Likeness {
  static final String ELISION = "…";

  /** What varies, and whether it is the same thing wherever it is the same text. */
  private enum Variable {
    NAME("md-[0-9a-f]{4,}", true),
    LENGTH("(?<=md-[0-9a-f]{4,16}\", )\\d+", false),
    INODE("(?<=\\[)\\d{6,}(?=\\])", true),
    PROCESS("(?<=\\) = |wait4\\(|pid )\\d{3,}", true),
    DATE("\\b\\d{4}-\\d\\d-\\d\\d\\b", false),
    TIME("\\b\\d+(?:\\.\\d+)? m?s\\b", false);

    private final String expression;
    private final boolean named;

    Variable(String expression, boolean named) {
      this.expression = expression;
      this.named = named;
    }
  }

  private static final Pattern SPECIAL = special();

  private Likeness() {}

  private static Pattern special() {
    StringBuilder alternatives = new StringBuilder("(?<ELISION>" + ELISION + ")");
    for (Variable variable : Variable.values()) {
      alternatives.append("|(?<" + variable + ">" + variable.expression + ")");
    }
    return Pattern.compile(alternatives.toString());
  }

  /**
   * Compares output.
   *
   * @param known what stands for what already
   * @return the same and what was learnt; nothing if the page shows something else
   */
  static Optional<Map<String, String>> of(
      List<String> shown, List<String> printed, Map<String, String> known) {
    if (shown.isEmpty()) {
      return printed.isEmpty() ? Optional.of(known) : Optional.empty();
    }
    List<String> rest = shown.subList(1, shown.size());
    if (shown.get(0).equals(ELISION)) {
      for (int skipped = 0; skipped <= printed.size(); skipped++) {
        Optional<Map<String, String>> found =
            of(rest, printed.subList(skipped, printed.size()), known);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    return printed.isEmpty()
        ? Optional.empty()
        : line(shown.get(0), printed.get(0).stripTrailing(), known)
            .flatMap(more -> of(rest, printed.subList(1, printed.size()), more));
  }

  private static Optional<Map<String, String>> line(
      String shown, String printed, Map<String, String> known) {
    StringBuilder expression = new StringBuilder();
    List<String> names = new ArrayList<>();
    Matcher special = SPECIAL.matcher(shown);
    int done = 0;
    while (special.find()) {
      expression.append(Pattern.quote(shown.substring(done, special.start())));
      done = special.end();
      Optional<Variable> variable = variable(special);
      expression.append(
          variable.map(v -> v.named ? "(" + v.expression + ")" : v.expression).orElse(".*"));
      variable.filter(v -> v.named).ifPresent(v -> names.add(v + " " + special.group()));
    }
    expression.append(Pattern.quote(shown.substring(done)));
    Matcher matcher = Pattern.compile(expression.toString()).matcher(printed);
    return matcher.matches() ? consistent(names, matcher, known) : Optional.empty();
  }

  private static Optional<Variable> variable(Matcher special) {
    for (Variable variable : Variable.values()) {
      if (special.group(variable.name()) != null) {
        return Optional.of(variable);
      }
    }
    return Optional.empty();
  }

  private static Optional<Map<String, String>> consistent(
      List<String> names, Matcher printed, Map<String, String> known) {
    Map<String, String> all = new HashMap<>(known);
    for (int i = 0; i < names.size(); i++) {
      String kind = names.get(i).split(" ", 2)[0];
      String value = kind + " " + printed.group(i + 1);
      String before = all.putIfAbsent(names.get(i), value);
      if (before == null ? known(value, names.get(i), all) : !before.equals(value)) {
        return Optional.empty();
      }
    }
    return Optional.of(all);
  }

  /** Whether another name stands for this value already. */
  private static boolean known(String value, String name, Map<String, String> all) {
    return all.entrySet().stream()
        .anyMatch(entry -> entry.getValue().equals(value) && !entry.getKey().equals(name));
  }
}
