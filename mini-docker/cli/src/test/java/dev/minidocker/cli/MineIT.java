package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers on a learner's own mechanisms. */
@Requires(Need.NAMESPACES)
class MineIT {
  private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent().getParent();
  private static final String MINE = "src/main/java/dev/minidocker/exercises/uts/MyUtsNames.java";

  @TempDir Path checkout;

  private final String word =
      "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 28));
  private Path mine;

  @BeforeEach
  void takeTheExercises() throws IOException {
    copy(CHECKOUT.resolve("exercises/01-uts/src"), checkout.resolve("exercises/01-uts/src"));
    mine = checkout.resolve("exercises/01-uts").resolve(MINE);
  }

  @Test
  void unsolvedItIsNotUsedAndSaysWhatDoesNotHold() throws Exception {
    run().complains(125, "your uts mechanism is not used", mine + ":", "bin/lab check uts");
  }

  @Test
  void solvedItNamesTheContainer() throws Exception {
    solve();
    run().prints(word + "\n");
  }

  @Test
  void theContainerCarriesTheLearnersOwnStep() throws Exception {
    solve();
    edit("what hostname(1) will print", "so says " + word);
    String plan = mine("run", "--rm", "--dry-run", "-h", word, "lab", "true").exitsWith(0).out();
    assertTrue(plan.contains("sethostname(\"" + word), plan);
    assertTrue(plan.contains("so says " + word), plan);
    String reference = words("run", "--rm", "--dry-run", "-h", word, "lab", "true").out();
    assertFalse(reference.contains("so says"), reference);
  }

  @Test
  void whatDoesNotCompileIsOneLineWithItsPlace() throws Exception {
    solve();
    edit("return new Program(steps);", "return nowhere;");
    run().complains(125, "it does not compile", "MyUtsNames.java:", "cannot find symbol");
  }

  @Test
  void aMissingClassIsOneLineThatSaysHowToGetItBack() throws Exception {
    Files.delete(mine);
    run().complains(125, "your uts mechanism is not used", "the checks need");
  }

  @Test
  void whatThrowsForThisContainerOnlyIsNamedByItsLine() throws Exception {
    solve();
    String guard = "if (config.hostname().filter(\"%s\"::equals).isPresent()) %s;\n";
    String start = "List<Step> steps = new ArrayList<>();";
    edit(start, guard.formatted(word, "throw new IllegalStateException(\"tired\")") + start);
    run().complains(125, "your uts mechanism ended with", "tired", "MyUtsNames.java:");
    solve();
    edit(start, guard.formatted(word, "return program(config)") + start);
    run().complains(125, "your uts mechanism ended with", "StackOverflowError", "MyUtsNames.java:");
  }

  @Test
  void withoutExercisesThereIsNothingToRunOn() throws Exception {
    checkout = Files.createDirectory(checkout.resolve("elsewhere"));
    run().complains(125, "there are no exercises", checkout.toString());
  }

  @Test
  void ofSeveralChaptersThoseThatPassAreUsedAndTheOthersAreNamed() throws Exception {
    second("package md.two; public class Two {} // TODO");
    run().complains(125, "your uts mechanism is not used"); // neither passes: the first is named
    solve();
    Outcome outcome = run().complains(0, "your two mechanism is not used", "bin/lab check two");
    assertEquals(word + "\n", outcome.out());
    second("package md.two; public class Two { public static final boolean GOOD = true; }");
    run().prints(word + "\n");
  }

  /** Another chapter, whose one check asks for a field. */
  private void second(String work) throws IOException {
    write("src/main/java/md/two/Two.java", work);
    write("src/main/resources/META-INF/services/md.two.Mechanism", "md.two.Two");
    write(
        "src/test/resources/META-INF/services/dev.minidocker.labkit.check.Suite",
        "md.two.checks.TwoSuite");
    write(
        "src/test/java/md/two/checks/TwoSuite.java",
        """
        package md.two.checks;

        import dev.minidocker.labkit.check.*;
        import java.util.List;

        public final class TwoSuite implements Suite {
          public List<Exercise> exercises() {
            Check check = Check.named("two/good", "it is good")
                .examining(evidence -> md.two.Two.class.getField("GOOD"));
            return List.of(new Exercise("Two", "fix the TODO", "two", List.of(check)));
          }
        }
        """);
  }

  private void write(String name, String text) throws IOException {
    Path file = checkout.resolve("exercises/02-two").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void solve() throws IOException {
    Files.writeString(mine, Files.readString(CHECKOUT.resolve("solutions/01-uts").resolve(MINE)));
  }

  private void edit(String before, String after) throws IOException {
    String text = Files.readString(mine);
    assertTrue(text.contains(before), text);
    Files.writeString(mine, text.replace(before, after));
  }

  private Outcome run() throws Exception {
    return mine("run", "--rm", "-h", word, "lab", "hostname");
  }

  private Outcome mine(String... args) throws Exception {
    return words(Stream.concat(Stream.of("--mine"), Stream.of(args)).toArray(String[]::new));
  }

  private Outcome words(String... args) throws Exception {
    List<String> command = CommandLines.miniDocker(args);
    command.add(1, "-Dlaunch.root=" + checkout);
    return CommandLines.run(command, new byte[0], Map.of());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
