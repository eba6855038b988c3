package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan is shown without being carried out, or before and with what came of it. */
class ExplainIT {
  private final String word = "md" + new Random().nextInt(1 << 30);

  @TempDir Path folder;

  @BeforeAll
  static void containers() {
    Requirements.containers();
    CommandLines.execute("run", "--rm", "lab", "true").exitsWith(0);
  }

  @Test
  void aDryRunTouchesNothing() throws Exception {
    Map<Path, String> files = files(CommandLines.STATE);
    Traces before = Traces.now();
    Outcome outcome =
        CommandLines.execute("run", "--dry-run", "--name", word, "-h", word, "lab", "true");
    assertTrue(
        outcome.out().contains("sethostname(\"" + word + "\", " + word.length() + ")"),
        outcome::toString);
    assertEquals("", outcome.err());
    outcome.exitsWith(0);
    assertEquals(files, files(CommandLines.STATE));
    Traces.assertNoneSince(before);
  }

  @Test
  void aDryRunDoesNotMakeTheImage() throws Exception {
    Path none = folder.resolve("state");
    Map<String, String> environment = Map.of("MINI_DOCKER_ROOT", none.toString());
    for (String image : new String[] {"lab", "no-such-image"}) {
      CommandLines.run(
              CommandLines.miniDocker("run", "--dry-run", image, "true"), new byte[0], environment)
          .complains(125, image);
    }
    CommandLines.run(CommandLines.miniDocker("images"), new byte[0], environment).exitsWith(0);
    assertFalse(Files.exists(none));
  }

  @Test
  void anExplanationHasThePlanAndTheOutcome() throws Exception {
    Outcome outcome =
        CommandLines.run(
            "run", "--rm", "--explain", "lab", "sh", "-c", "echo " + word + "; exit 9");
    assertEquals(word + "\n", outcome.out());
    String plan = outcome.err();
    assertTrue(plan.indexOf("pivot_root(") < plan.indexOf("execve("), plan);
    assertTrue(
        plan.lines().reduce((first, last) -> last).orElseThrow().contains("exited with 9"), plan);
    outcome.exitsWith(9);
  }

  @Test
  void aStepThatFailsIsOneOfThePlan() throws Exception {
    Outcome outcome =
        CommandLines.run("run", "--rm", "--explain", "-w", "/etc/passwd", "lab", "true");
    List<String> lines = outcome.err().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith("mini-docker: chdir(\"/etc/passwd\"): ENOTDIR"), last);
    String number = lines.get(lines.size() - 2).replaceFirst("step (\\d+) failed.*", "$1");
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches(" *" + number + "  chdir\\(\"/etc/passwd\"\\).*")),
        outcome::toString);
    outcome.exitsWith(125);
  }

  /** Every file, and when it was last changed in any way. */
  private static Map<Path, String> files(Path folder) throws Exception {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        files.put(
            file,
            Files.readAttributes(
                    file, "unix:ctime,size,mode", java.nio.file.LinkOption.NOFOLLOW_LINKS)
                .toString());
      }
    }
    return files;
  }
}
