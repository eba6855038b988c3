package dev.minidocker.bench;

import java.util.List;
import java.util.Locale;

/** The figures, for a terminal or for the README. */
record Table(String machine, List<Row> rows) {
  private static final String FORMAT = "%-44s %-32s %9s %9s %7s %8s  %s%n";

  String text() {
    StringBuilder text = new StringBuilder(machine).append("\n\n");
    text.append(
        String.format(FORMAT, "work", "reference", "ours", "theirs", "ratio", "budget", "met"));
    for (Row row : rows) {
      text.append(String.format(FORMAT, cells(row)));
    }
    return text.toString();
  }

  String asciidoc() {
    StringBuilder text = new StringBuilder("// tag::bench[]\n");
    text.append(machine).append("\n\n");
    text.append("[cols=\"4,3,1,1,1,1,1\",options=\"header\"]\n|===\n");
    text.append("|Work |Reference |Ours |Theirs |Ratio |Budget |Met\n");
    for (Row row : rows) {
      text.append('\n');
      for (Object cell : cells(row)) {
        text.append('|').append(String.valueOf(cell).replace("|", "\\|")).append('\n');
      }
    }
    return text.append("|===\n// end::bench[]\n").toString();
  }

  private static Object[] cells(Row row) {
    Reference reference = row.reference();
    String budget = reference.budget().map(limit -> "≤ " + number(limit)).orElse("");
    if (row.times().isEmpty()) {
      return new Object[] {row.work(), reference.name(), "", "absent", "", budget, ""};
    }
    Row.Times times = row.times().get();
    String met = reference.budget().isEmpty() ? "" : row.meetsBudget() ? "yes" : "no";
    return new Object[] {
      row.work(),
      reference.name(),
      millis(times.ours()),
      millis(times.theirs()),
      number(times.ratio()),
      budget,
      met
    };
  }

  private static String millis(Samples samples) {
    return String.format(Locale.ROOT, "%.2f ms", samples.median() / 1e6);
  }

  private static String number(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }
}
