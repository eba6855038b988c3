package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Executes the console blocks of README.adoc: what they show is what the commands print. */
class ReadmeIT {
  private static final String ELISION = "…";
  private static final Path README = Path.of("README.adoc");

  @TempDir Path directory;

  /**
   * A command and what is shown below it.
   *
   * @param line where it stands in the file
   * @param needs the programs that it needs
   */
  private record Shown(int line, List<String> needs, String command, List<String> output) {}

  @BeforeEach
  void theExampleIsCompiled() throws Exception {
    Needs.require(Arch.host() == Arch.X86_64, "needs x86-64: the page shows its code");
    Example.main(new String[] {directory.resolve("hello").toString()});
  }

  @TestFactory
  Stream<DynamicTest> everyConsoleBlockShowsWhatItsCommandsPrint() throws Exception {
    List<Shown> all = commands(Files.readAllLines(README));
    assertTrue(all.size() >= 8, "the page shows commands");
    return all.stream()
        .filter(shown -> !shown.command().startsWith("mvn "))
        .map(
            shown ->
                DynamicTest.dynamicTest(
                    README + ":" + shown.line() + " " + shown.command(), () -> compare(shown)));
  }

  private void compare(Shown shown) throws Exception {
    shown.needs().forEach(Needs::program);
    Path classes = Path.of("target", "classes").toAbsolutePath();
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                shown.command().replace("labs/linux/target/classes", "'" + classes + "'"))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    shell.getOutputStream().close();
    List<String> printed =
        new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    shell.waitFor();
    assertTrue(
        fits(shown.output(), printed),
        () ->
            "shown:\n"
                + String.join("\n", shown.output())
                + "\nprinted:\n"
                + String.join("\n", printed));
  }

  /** Whether the lines are the same; "…" stands for any lines, or for the rest of one. */
  private static boolean fits(List<String> shown, List<String> printed) {
    if (shown.isEmpty()) {
      return printed.isEmpty();
    } else if (shown.get(0).equals(ELISION)) {
      List<String> rest = shown.subList(1, shown.size());
      for (int skipped = 0; skipped <= printed.size(); skipped++) {
        if (fits(rest, printed.subList(skipped, printed.size()))) {
          return true;
        }
      }
      return false;
    }
    return !printed.isEmpty()
        && sameLine(shown.get(0), printed.get(0))
        && fits(shown.subList(1, shown.size()), printed.subList(1, printed.size()));
  }

  private static boolean sameLine(String shown, String printed) {
    return shown.endsWith(ELISION)
        ? printed.startsWith(shown.substring(0, shown.length() - 1))
        : printed.stripTrailing().equals(shown);
  }

  private static List<Shown> commands(List<String> page) {
    List<Shown> found = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      if (page.get(i).startsWith("[source,console")) {
        List<String> needs = needsIn(page.get(i));
        for (i += 2; !page.get(i).equals("----"); i++) {
          String line = page.get(i);
          if (line.startsWith("$ ")) {
            found.add(new Shown(i + 1, needs, line.substring(2), new ArrayList<>()));
          } else {
            found.get(found.size() - 1).output().add(line);
          }
        }
      }
    }
    return found;
  }

  private static List<String> needsIn(String attributes) {
    String needs = attributes.replaceAll(".*needs=|]", "");
    return Stream.of(needs.split(" ", -1)).filter(need -> !need.equals("x86-64")).toList();
  }
}
