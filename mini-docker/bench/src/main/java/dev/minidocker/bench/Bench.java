package dev.minidocker.bench;

import dev.minidocker.linux.Launcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code bin/bench}: prints the table of what mini-docker costs, in terms of what others cost. */
public final class Bench {
  private static final String USAGE =
      """
      usage: bench [--quick] [--adoc] [--only=warm|cold]
        --quick  few rounds: whether it works, not how fast it is
        --adoc   the table for README.adoc
      """;

  private Bench() {}

  /** Prints the table; exits with 1 if a budget is not met, with 2 if it was called wrongly. */
  public static void main(String[] args) {
    List<String> options = Arrays.asList(args);
    if (!List.of("--quick", "--adoc", "--only=warm", "--only=cold").containsAll(options)) {
      System.err.print(USAGE);
      System.exit(2);
    }
    Launcher.useThisThread(); // as a daemon would: this one stays
    boolean quick = options.contains("--quick");
    List<Row> rows = new ArrayList<>();
    try (Workshop workshop = new Workshop()) {
      if (!options.contains("--only=cold")) {
        rows.addAll(new WarmStart(workshop, quick ? 10 : 900, quick ? 5 : 600).rows());
      }
      if (!options.contains("--only=warm")) {
        Path script = Path.of(System.getProperty("bench.script"));
        rows.addAll(new ColdStart(workshop, script, quick ? 2 : 21, quick ? 1 : 4).rows());
      }
    }
    Table table = new Table(Machine.describe(), rows);
    System.out.print(options.contains("--adoc") ? table.asciidoc() : table.text());
    System.out.flush();
    boolean met = rows.stream().allMatch(Row::meetsBudget);
    System.exit(met || quick ? 0 : 1);
  }
}
