package dev.minidocker.labs.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.ipc.model.Act.Making;
import dev.minidocker.linux.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
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
    awaitAnswer(IpcEndIT::answersBesideAFullNamespace, TOO_MANY, "another namespace, one user");
    awaitAnswer(IpcEndIT::answersOfANewNamespace, "allowed", "the full one has ended");
  }

  /**
   * The kernel takes namespaces down in its own time: until then, the user is charged for the
   * queues of tests that have ended before.
   */
  private static void awaitAnswer(Supplier<List<String>> ask, String expected, String message)
      throws InterruptedException {
    long deadline = System.nanoTime() + SECONDS_OF_TEARDOWN * 1_000_000_000L;
    List<String> answers = ask.get();
    while (!answers.equals(List.of(expected)) && System.nanoTime() < deadline) {
      Thread.sleep(10);
      answers = ask.get();
    }
    assertEquals(List.of(expected), answers, message);
  }

  private static List<String> answersBesideAFullNamespace() {
    int tooMany = (int) (limitBytes() / (MESSAGES * MESSAGE_BYTES)) + 1;
    try (Sandbox full = Sandbox.start(Set.of(IpcMechanism.NAMESPACE), opening(tooMany))) {
      assertTrue(full.awaitPause());
      assertEquals(TOO_MANY, answers(full, tooMany).get(tooMany - 1));
      return answersOfANewNamespace();
    }
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
      answers.add(opening().hear(sandbox).orElseThrow(sandbox::whyNothing));
    }
    return answers;
  }

  private static long limitBytes() {
    String limit =
        new Host((int) ProcessHandle.current().pid())
            .file("limits")
            .lines()
            .filter(line -> line.startsWith("Max msgqueue size"))
            .map(line -> line.split(" {2,}", -1)[1])
            .findFirst()
            .orElseThrow();
    assumeTrue(limit.matches("[0-9]{1,8}"), () -> "a limit on POSIX queues; it is " + limit);
    return Long.parseLong(limit);
  }
}
