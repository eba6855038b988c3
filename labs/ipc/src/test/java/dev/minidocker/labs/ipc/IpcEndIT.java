package dev.minidocker.labs.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.ipc.model.Act.Making;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What nobody removes goes with its namespace: seen by the bytes that its user is charged for. */
@Requires(Need.NAMESPACES)
class IpcEndIT {
  private static final int MESSAGES = 10;
  private static final int MESSAGE_BYTES = 8192;
  private static final int SECONDS_OF_TEARDOWN = 10;
  private static final String TOO_MANY = "EMFILE (Too many open files)";

  @Test
  void queuesThatNobodyRemovedGoWithTheirNamespace() throws Exception {
    int tooMany = (int) (limitBytes() / (MESSAGES * MESSAGE_BYTES)) + 1;
    try (Sandbox full = Sandbox.start(Set.of(IpcMechanism.NAMESPACE), opening(tooMany))) {
      assertTrue(full.awaitPause());
      assertEquals(TOO_MANY, answers(full, tooMany).get(tooMany - 1));
      assertEquals(List.of(TOO_MANY), answersOfANewNamespace(), "another namespace, one user");
    }
    long deadline = System.nanoTime() + SECONDS_OF_TEARDOWN * 1_000_000_000L;
    List<String> answers = answersOfANewNamespace();
    while (!answers.equals(List.of("allowed")) && System.nanoTime() < deadline) {
      Thread.sleep(10); // the kernel takes namespaces down in its own time
      answers = answersOfANewNamespace();
    }
    assertEquals(List.of("allowed"), answers);
  }

  private static List<String> answersOfANewNamespace() {
    try (Sandbox another = Sandbox.start(Set.of(IpcMechanism.NAMESPACE), opening(1))) {
      another.waitFor();
      return answers(another, 1);
    }
  }

  private static Program opening(int count) {
    Program program = Program.EMPTY;
    for (int i = 0; i < count; i++) {
      program = program.then(opening().program("queue." + i));
    }
    return program.then(Sandbox.PAUSE);
  }

  private static Look opening() {
    String name = "md-" + ThreadLocalRandom.current().nextInt(1, 1 << 30);
    return Look.attempt(MessageQueues.open(name, Making.ALWAYS, MESSAGES, MESSAGE_BYTES));
  }

  private static List<String> answers(Sandbox sandbox, int count) {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(opening().hear(sandbox).orElseThrow());
    }
    return answers;
  }

  private static long limitBytes() throws IOException {
    String limit =
        Files.readString(Path.of("/proc/self/limits"))
            .lines()
            .filter(line -> line.startsWith("Max msgqueue size"))
            .map(line -> line.split(" {2,}", -1)[1])
            .findFirst()
            .orElseThrow();
    assumeTrue(limit.matches("[0-9]{1,8}"), () -> "a limit on POSIX queues; it is " + limit);
    return Long.parseLong(limit);
  }
}
