package dev.minidocker.labkit.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minidocker.labkit.Need;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A page whose console blocks are executed: below each command stands what it prints. A block says
 * what it needs, programs and {@link Need}s, as in {@code [source,console,needs=ipcs namespaces]};
 * "…" stands for any lines, or for the rest of one.
 */
public final class Page {
  private static final String ELISION = "…";

  private final Path file;

  public Page(Path file) {
    this.file = file;
  }

  private record Shown(int line, List<String> needs, String command, List<String> output) {}

  /** One test for each command, named by its place. */
  public Stream<DynamicTest> tests() throws IOException {
    List<Shown> all = commands(Files.readAllLines(file));
    assertTrue(!all.isEmpty(), "the page shows commands");
    return all.stream()
        .map(
            shown ->
                DynamicTest.dynamicTest(
                    file + ":" + shown.line() + " " + shown.command(), () -> compare(shown)));
  }

  private static void compare(Shown shown) throws IOException, InterruptedException {
    for (String need : shown.needs()) {
      Optional<String> missing = missing(need);
      boolean failing = "fail".equals(System.getProperty("skips"));
      assertTrue(!failing || missing.isEmpty(), () -> "a skip is a failure here; needs " + missing);
      assumeTrue(missing.isEmpty(), () -> "needs " + missing.orElse(""));
    }
    Process shell =
        new ProcessBuilder("sh", "-c", shown.command()).redirectErrorStream(true).start();
    shell.getOutputStream().close();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    shell.waitFor();
    assertTrue(
        fits(shown.output(), printed.lines().toList()),
        () -> "shown:\n" + String.join("\n", shown.output()) + "\nprinted:\n" + printed);
  }

  private static Optional<String> missing(String need) {
    return Arrays.stream(Need.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(need))
        .findFirst()
        .map(Need::missing)
        .orElseGet(() -> Missing.program(need));
  }

  private static boolean fits(List<String> shown, List<String> printed) {
    if (shown.isEmpty()) {
      return printed.isEmpty();
    } else if (shown.get(0).equals(ELISION)) {
      List<String> rest = shown.subList(1, shown.size());
      return Stream.iterate(0, skipped -> skipped <= printed.size(), skipped -> skipped + 1)
          .anyMatch(skipped -> fits(rest, printed.subList(skipped, printed.size())));
    }
    return !printed.isEmpty()
        && isSame(shown.get(0), printed.get(0))
        && fits(shown.subList(1, shown.size()), printed.subList(1, printed.size()));
  }

  private static boolean isSame(String shown, String printed) {
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
    return attributes.contains("needs=")
        ? List.of(attributes.replaceAll(".*needs=|]", "").split(" ", -1))
        : List.of();
  }
}
