package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.engine.Host;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.proc.Snapshot;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The command line is killed at random moments: while the JVM starts, while the image is made,
 * while the container is set up, while it runs. Every fourth kill meets a state directory without
 * the image.
 */
class KilledCliIT {
  private static final int KILLS =
      Math.min(10 * Integer.getInteger("thorough", 1), 200) / Integer.getInteger("hurried", 1);
  private static final long NONE = 0;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private Path directory;

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = Files.createTempDirectory("md-cli");
  }

  @AfterEach
  void removeDirectory() {
    FileTree.remove(directory.toString());
  }

  @Test
  void aKilledCommandLineLeavesNoProcessNoMountAndAStoreThatTheNextRunAccepts() throws Exception {
    Snapshot before = Snapshot.take();
    long usualMillis = millisOfOneRun();
    for (int i = 0; i < KILLS; i++) {
      Path state = directory.resolve("state");
      if (i % 4 == 0) {
        FileTree.remove(state.toString());
      }
      String context = "seed " + seed + ", kill " + i;
      killAfter(random.nextInt((int) (usualMillis * (i % 4 == 0 ? 2 : 1)) + 1), context);
      Run next = run("true");
      assertEquals(new Run(0, ""), next, context);
      for (String place : List.of("containers", "names")) {
        assertEquals(List.of(), entries(state.resolve(place)), context + ", " + place);
      }
    }
    before.assertNothingLeaked();
  }

  private record Run(int exitCode, String output) {}

  /** How long a run takes here, with the image there; skips the test where none is possible. */
  private long millisOfOneRun() throws Exception {
    Run first = run("true");
    if (first.exitCode() != 0) {
      String what = "needs the right to start containers: " + first.output();
      if ("fail".equals(System.getProperty("skips")) || !Host.current().rootless()) {
        Assertions.fail(what);
      }
      Assumptions.abort(what);
    }
    long start = System.nanoTime();
    run("true");
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private Run run(String... command) throws Exception {
    Process process = commandLine(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private void killAfter(int millis, String context) throws Exception {
    String mark = "md-" + seed + "-" + millis;
    Process process =
        commandLine("sh", "-c", ": " + mark + "; while sleep 1; do :; done")
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    Assertions.assertFalse(process.waitFor(millis, TimeUnit.MILLISECONDS), context + ": ended");
    List<ProcessHandle> container = process.descendants().toList();
    process.destroyForcibly().waitFor();
    for (ProcessHandle started : container) {
      started.onExit().get(10, TimeUnit.SECONDS);
    }
    assertEquals(NONE, awaitNoneMarked(mark), context + ": processes of the container");
  }

  /** How many processes have the mark in their command line, after 10 s at most. */
  private static long awaitNoneMarked(String mark) throws InterruptedException {
    long marked = marked(mark);
    for (int i = 0; i < 100 && marked > 0; i++) {
      Thread.sleep(100);
      marked = marked(mark);
    }
    return marked;
  }

  private static long marked(String mark) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().arguments().stream()
                    .flatMap(Stream::of)
                    .anyMatch(argument -> argument.contains(mark)))
        .count();
  }

  private ProcessBuilder commandLine(String... command) {
    List<String> words = CommandLines.miniDocker("run", "--rm", "--name", "md-killed", "lab");
    words.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("MINI_DOCKER_ROOT", directory.resolve("state").toString());
    return builder;
  }

  private static List<String> entries(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }
}
