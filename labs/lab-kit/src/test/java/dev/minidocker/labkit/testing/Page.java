package dev.minidocker.labkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minidocker.labkit.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A page whose console blocks are executed: below each command stands what it prints, as {@link
 * Likeness} understands it. A block says what it needs, programs and {@link Need}s, and whether its
 * last command fails: {@code [source,console,needs=ipcs namespaces,expect=fail]}.
 *
 * <p>With {@code -Dnotes.update} what a command prints replaces what the page shows, wherever they
 * differ.
 */
public final class Page {
  private final Path file;
  private final Shell shell;
  private final Reader reader;

  /** What becomes of a block. */
  public enum State {
    VERIFIED,
    SKIPPED,
    FAILED
  }

  /** Is told what became of a block, by its text, and why. */
  @FunctionalInterface
  public interface Reader {
    void hear(String block, State state, String why) throws IOException;
  }

  /** A page whose commands run where the test does. */
  public Page(Path file) {
    this(file, Path.of(""), Map.of(), (block, state, why) -> {});
  }

  /** A page whose commands run in a directory, with these variables in their environment too. */
  public Page(Path file, Path directory, Map<String, String> environment, Reader reader) {
    this.file = file;
    this.shell = new Shell(directory.toAbsolutePath(), environment);
    this.reader = reader;
  }

  /** One test for each block, named by its place. */
  public Stream<DynamicTest> tests() throws IOException {
    List<ConsoleBlock> all = ConsoleBlock.in(Files.readAllLines(file));
    assertFalse(all.isEmpty(), "the page shows no commands");
    return all.stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    file + ":" + block.line() + " " + block.commands().get(0).command(),
                    () -> verify(block)));
  }

  /** The texts of all blocks that are tested. */
  public List<String> blocks() throws IOException {
    return ConsoleBlock.in(Files.readAllLines(file)).stream().map(ConsoleBlock::text).toList();
  }

  private void verify(ConsoleBlock block) throws Exception {
    for (String need : block.needs()) {
      Optional<String> missing = missing(need);
      if (missing.isPresent()) {
        reader.hear(block.text(), State.SKIPPED, "needs " + missing.get());
      }
      boolean failing = "fail".equals(System.getProperty("skips"));
      assertTrue(!failing || missing.isEmpty(), () -> "a skip is a failure here; needs " + missing);
      assumeTrue(missing.isEmpty(), () -> "needs " + missing.orElse(""));
    }
    reader.hear(block.text(), State.FAILED, "it did not print this");
    String text = run(block);
    reader.hear(text, State.VERIFIED, "");
  }

  /** Runs every command; returns the text of the block, which may be a new one. */
  private String run(ConsoleBlock block) throws Exception {
    Map<String, String> known = new HashMap<>();
    StringBuilder printed = new StringBuilder();
    boolean differs = false;
    for (ConsoleBlock.Shown shown : block.commands()) {
      Shell.Answer answer = shell.run(shown.command());
      assertEquals(
          block.expectsFailureOf(shown), answer.code() != 0, () -> shown.command() + ": " + answer);
      Optional<Map<String, String>> likeness = Likeness.of(shown.output(), answer.lines(), known);
      assertTrue(
          likeness.isPresent() || updating(),
          () ->
              "shown:\n%s\nprinted:\n%s"
                  .formatted(String.join("\n", shown.output()), String.join("\n", answer.lines())));
      likeness.ifPresent(known::putAll);
      differs |= likeness.isEmpty();
      printed.append("$ ").append(shown.command()).append('\n');
      List<String> lines = likeness.isPresent() ? shown.output() : answer.anywhere(shell);
      lines.forEach(line -> printed.append(line).append('\n'));
    }
    String text = printed.toString().stripTrailing();
    if (differs) {
      Files.writeString(file, Files.readString(file).replace(block.text() + "\n", text + "\n"));
    }
    return differs ? text : block.text();
  }

  private static boolean updating() {
    return System.getProperty("notes.update") != null;
  }

  private static Optional<String> missing(String need) {
    return Arrays.stream(Need.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(need))
        .findFirst()
        .map(Need::missing)
        .orElseGet(() -> Missing.program(need));
  }
}
