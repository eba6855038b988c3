package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.Snapshot;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * SIGKILL at each step, of the starter, of the container, and of the JVM that wants it: no process
 * and no mount stays, and the next container removes the files of one whose JVM was killed.
 */
class KillsIT {
  private static final int THOROUGH = Integer.getInteger("thorough", 1);
  private static final int HURRIED = Integer.getInteger("hurried", 1);
  private static final int CONFIGURATIONS = THOROUGH > 1 ? 20 : 1;
  private static final int KILLED_JVMS = Math.min(10 * THOROUGH, 1000) / HURRIED;
  private static final int STRIDE = THOROUGH > 1 ? 1 : 3; // each build takes other steps
  private static final int SIGKILL = 9;
  private static final ExitStatus KILLED = new ExitStatus(SIGKILL, true);
  private static final ExitStatus ENDED = new ExitStatus(0, false);

  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** Makes a program in which somebody is killed before the step of this index. */
  private interface Killing {
    Program at(int step, Program program);
  }

  @Test
  void aStarterThatIsKilledLeavesNothing() {
    Step self = Step.of(Syscall.GETPID).named("md.self");
    Step kill = Step.of(Syscall.KILL, Arg.result("md.self"), Arg.of(SIGKILL));
    atEveryStep(
        true, (step, program) -> program.insert(step, Program.of(self, kill)), question -> {});
  }

  @Test
  void aContainerThatIsKilledLeavesNothing() {
    atEveryStep(
        false,
        (step, program) -> program.insert(step, Report.ask(step)),
        question -> Remains.ownChildren().forEach(KillsIT::kill));
  }

  private void atEveryStep(boolean ofStarter, Killing killing, IntConsumer answer) {
    ContainerSpecs specs = new ContainerSpecs(LAB.get().volumes(), random);
    for (int i = 0; i < CONFIGURATIONS; i++) {
      ContainerSpec spec = specs.next("true");
      Program program = LAB.get().engine().dryRun(spec);
      int birth = program.indexOf("container");
      int first = ofStarter ? 0 : birth + 1;
      int last = ofStarter ? birth - 1 : program.indexOf("exec.0");
      Snapshot before = Snapshot.take(LAB.get().state(), LAB.get().volumes());
      Remains remains = Remains.of(LAB.get().state());
      for (int step = first + random.nextInt(STRIDE); step <= last; step += STRIDE) {
        String context = "seed " + seed + ", configuration " + i + ", step " + step;
        kill(spec, step, killing, answer, context);
        remains.assertAll(LAB.get().state(), context);
      }
      before.assertNothingLeaked();
    }
  }

  private static void kill(
      ContainerSpec spec, int step, Killing killing, IntConsumer answer, String context) {
    try (PreparedContainer prepared = LAB.get().engine().prepare(spec)) {
      ExitStatus status = LAB.get().run(prepared, killing.at(step, prepared.program()), answer);
      // a starter that has made the container is not needed any more
      assertTrue(List.of(KILLED, ENDED).contains(status), () -> context + ": " + status);
    } catch (StartFailure e) {
      assertTrue(
          e.getMessage().contains("EPIPE") || e.getMessage().contains("killed before it was ready"),
          () -> context + ": " + e.getMessage());
    }
  }

  private static void kill(String pid) {
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
  }

  @Test
  void aJvmThatIsKilledLeavesNoProcessAndFilesThatTheNextContainerRemoves() throws Exception {
    Snapshot before = Snapshot.take(LAB.get().state());
    for (int i = 0; i < KILLED_JVMS; i++) {
      long configuration = random.nextInt(20);
      Program program = LAB.get().engine().dryRun(Blocked.spec(LAB.get(), configuration));
      int step = random.nextInt(program.indexOf("exec.0") + 1);
      String context = "configuration " + configuration + ", step " + step;
      killJvm(configuration, step, context);
      List<Path> groups = groups();
      assertEquals(ENDED, LAB.get().run(ContainerSpecs.plain("true")), context);
      assertEquals(List.of(), Remains.entries(LAB.get().state().resolve("containers")), context);
      assertEquals(List.of(), Remains.entries(LAB.get().state().resolve("names")), context);
      assertEquals(List.of(), groups.stream().filter(Files::exists).toList(), context);
    }
    before.assertNothingLeaked();
  }

  /** Where the containers of killed JVMs have their groups, if it has come so far. */
  private static List<Path> groups() throws IOException {
    Path containers = LAB.get().state().resolve("containers");
    List<Path> groups = new ArrayList<>();
    for (String id : Remains.entries(containers)) {
      Path file = containers.resolve(id).resolve("groups");
      if (Files.exists(file)) {
        Files.readAllLines(file).forEach(line -> groups.add(Path.of(line)));
      }
    }
    return groups;
  }

  private static void killJvm(long configuration, int step, String context) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Blocked.class.getName(),
                LAB.get().directory().toString(),
                Long.toString(configuration),
                Integer.toString(step))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    List<ProcessHandle> started = awaitBlocked(jvm, context);
    jvm.destroyForcibly().waitFor();
    for (ProcessHandle process : started) {
      process.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  /** The processes of a container that makes no progress any more. */
  private static List<ProcessHandle> awaitBlocked(Process jvm, String context) throws Exception {
    List<String> earlier = List.of();
    int same = 0;
    for (int i = 0; i < 1000 && same < 3; i++) {
      Thread.sleep(10);
      List<String> now = jvm.children().map(KillsIT::describe).toList();
      same = !now.isEmpty() && now.equals(earlier) ? same + 1 : 0;
      earlier = now;
      assertTrue(jvm.isAlive(), context + ": the JVM has ended by itself");
    }
    assertTrue(same > 0, context + ": no container was started");
    return jvm.children().toList();
  }

  /** A process and how much it has done so far: its context switches. */
  private static String describe(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", process.pid() + "", "status"));
    } catch (IOException e) {
      return "gone";
    }
  }
}
