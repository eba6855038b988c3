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
      usage: bench [--quick] [--adoc] [--only=warm|cold|load|net]
        --quick  few rounds: whether it works, not how fast it is
        --adoc   the table for README.adoc
      """;

  private Bench() {}

  /** Prints the table; exits with 1 if a budget is not met, with 2 if it was called wrongly. */
  public static void main(String[] args) {
    List<String> options = Arrays.asList(args);
    if (!List.of("--quick", "--adoc", "--only=warm", "--only=cold", "--only=load", "--only=net")
        .containsAll(options)) {
      System.err.print(USAGE);
      System.exit(2);
    }
    Launcher.useThisThread(); // as a daemon would: this one stays
    boolean quick = options.contains("--quick");
    List<Row> rows = new ArrayList<>();
    Path script = Path.of(System.getProperty("bench.script"));
    try (Workshop workshop = new Workshop()) {
      if (wants(options, "warm")) {
        rows.addAll(new WarmStart(workshop, quick ? 10 : 900, quick ? 5 : 600).rows());
        rows.addAll(new BridgedStart(workshop, quick ? 10 : 300, quick ? 5 : 200).rows());
      }
      if (wants(options, "cold")) {
        rows.addAll(new ColdStart(workshop, script, quick ? 2 : 21, quick ? 1 : 4).rows());
      }
      if (wants(options, "load")) {
        rows.addAll(new LoadTime(workshop, script, quick ? 1 : 15, quick ? 0 : 2).rows());
      }
      if (wants(options, "net")) {
        rows.addAll(new Throughput(workshop, script, quick ? 1 : 15, quick ? 0 : 2).rows());
      }
    }
    Table table = new Table(Machine.describe(), rows);
    System.out.print(options.contains("--adoc") ? table.asciidoc() : table.text());
    System.out.flush();
    boolean met = rows.stream().allMatch(Row::meetsBudget);
    System.exit(met || quick ? 0 : 1);
  }

  /** All, or what one is named. */
  private static boolean wants(List<String> options, String part) {
    return options.stream().noneMatch(option -> option.startsWith("--only="))
        || options.contains("--only=" + part);
  }
}
