package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.proc.ProcessStatus;
import dev.minidocker.linux.proc.Procfs;
import dev.minidocker.linux.proc.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a started program is given, what it is not, and what is left when it is gone. */
class LauncherIT {
  private static final int STARTS = Math.min(2000 * Integer.getInteger("thorough", 1), 20_000);
  private static final int MOST_GROWTH_KILOBYTES = 30_000;
  private static final int SIGKILL = 9;

  @Test
  void afterItsFirstStepAProgramHasItsFourDescriptorsOnly() {
    List<Fd> leaky = new ArrayList<>();
    try (Fd file = Fd.open("/dev/null", 0, 0)) {
      for (int i = 0; i < 40; i++) {
        leaky.add(Fd.of(Kernel.call(Syscall.FCNTL, file.number(), 0 /* F_DUPFD */, 20 + 50 * i)));
      }
      List<String> seen = new ArrayList<>();
      Program program = Report.ask(1).then(Descriptors.closeFrom(4)).then(Report.ask(2));
      whileAsked(program, pid -> seen.add(descriptorsOf(pid).toString()));
      assertTrue(seen.get(0).length() > seen.get(1).length(), "descriptors were inherited");
      assertEquals("[0, 1, 2, 3]", seen.get(1));
    } finally {
      leaky.forEach(Fd::close);
    }
  }

  @Test
  void noSignalIsBlockedIgnoredOrCaught() {
    whileAsked(
        Report.ask(1),
        pid ->
            assertEquals(
                new ProcessStatus.Signals(0, 0, 0), Procfs.HOST.process(pid).status().signals()));
  }

  @Test
  void theEnvironmentIsEmpty() {
    whileAsked(
        Report.ask(1),
        pid -> assertEquals("", read(Path.of("/proc/" + pid + "/environ")), "environment"));
  }

  @Test
  void theExecutableCannotBeChanged() {
    whileAsked(
        Report.ask(1),
        pid -> {
          String executable = "/proc/" + pid + "/exe";
          ErrnoException refusal =
              assertThrows(ErrnoException.class, () -> Fd.open(executable, 1, 0));
          assertEquals(Errno.ETXTBSY, refusal.errno());
          try (Fd file = Fd.open(executable, 0, 0)) {
            long seals = Kernel.call(Syscall.FCNTL, file.number(), 1034 /* F_GET_SEALS */);
            assertEquals(1 | 2 | 4 | 8, seals & 15, "F_SEAL_SEAL, SHRINK, GROW, WRITE");
          }
        });
  }

  @Test
  void everyStepThatFailsIsReportedAsItself() {
    Random random = new Random();
    for (int length = 1; length < 12; length++) {
      for (int failing = 0; failing < length; failing++) {
        int descriptor = 1000 + random.nextInt(1_000_000);
        List<Step> steps = new ArrayList<>(Collections.nCopies(length, Step.of(Syscall.GETPID)));
        steps.set(failing, Step.of(Syscall.CLOSE, Arg.of(descriptor)));
        try (Child child = launch(new Program(steps).then(Tasks.exit(0)))) {
          ErrnoException refusal = assertThrows(ErrnoException.class, child::awaitStart);
          assertEquals("close(" + descriptor + ")", refusal.call());
          assertEquals(Errno.EBADF, refusal.errno());
          assertEquals(new ExitStatus(125, false), child.waitFor());
        }
      }
    }
  }

  @Test
  void aProgramKilledAtAnyQuestionEndsByThatSignal() {
    Program program = Program.EMPTY;
    for (int question = 0; question < 5; question++) {
      program = program.then(Report.ask(question));
    }
    for (int last = 0; last < 5; last++) {
      AtomicReference<Child> started = new AtomicReference<>();
      int fatal = last;
      Launcher.Setting setting =
          new Launcher.Setting(
              List.of(0, 1, 2),
              question -> {
                if (question == fatal) {
                  started.get().signal(SIGKILL);
                }
              });
      try (Child child = Launcher.launch(program.then(Tasks.exit(0)), setting)) {
        started.set(child);
        assertThrowsOrEnds(child);
        assertEquals(new ExitStatus(SIGKILL, true), child.waitFor());
      }
    }
  }

  /** The answer may find the line closed already: EPIPE. */
  private static void assertThrowsOrEnds(Child child) {
    try {
      child.awaitStart();
    } catch (ErrnoException e) {
      assertEquals(Errno.EPIPE, e.errno(), e::getMessage);
    }
  }

  @Test
  void aProgramDiesWithTheVirtualMachineThatStartedIt() throws Exception {
    Process machine = java("-Xmx32m", Sleeper.class).start();
    try (var lines = machine.inputReader()) {
      long pid = Long.parseLong(lines.readLine());
      assertEquals(machine.pid(), Procfs.HOST.process(pid).status().parent());
      machine.destroyForcibly().waitFor();
      for (int i = 0; i < 500 && isAlive(pid); i++) {
        Thread.sleep(10);
      }
      assertTrue(!isAlive(pid), "the program outlived the virtual machine that started it");
    } finally {
      machine.destroyForcibly();
    }
  }

  /** Starts a program that waits for ever, and says which process it is. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] args) {
      Program program =
          Program.of(
              Tasks.dieWithParent(),
              Report.alive(),
              Step.of(Syscall.PPOLL, Arg.NULL, Arg.of(0), Arg.NULL, Arg.NULL));
      try (Child child = launch(program)) {
        System.out.println(child.pid());
        child.waitFor();
      }
    }
  }

  /** In a virtual machine with a small heap, so that what grows is not its garbage. */
  @Test
  void manyStartsLeaveNothingBehind() throws Exception {
    Process machine = java("-Xmx32m", ManyStarts.class).start();
    String told = new String(machine.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, machine.waitFor(), told);
    long grownBy = Long.parseLong(told.strip());
    assertTrue(grownBy < MOST_GROWTH_KILOBYTES, () -> grownBy + " KB more in memory than before");
  }

  /** Prints by how many kilobytes the memory in use has grown. */
  static final class ManyStarts {
    private ManyStarts() {}

    public static void main(String[] args) {
      Program program = Program.of(Report.alive(), Tasks.exit(7));
      Program failing = Program.of(Report.alive(), Nodes.changeDirectory("/md-none"));
      start(program, failing, 1000); // what is allocated once
      Snapshot before = Snapshot.take();
      long residentBefore = residentKilobytes();
      start(program, failing, STARTS);
      before.assertNothingLeaked();
      System.out.println(residentKilobytes() - residentBefore);
    }
  }

  private static ProcessBuilder java(String option, Class<?> main) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            option,
            "-Dthorough=" + System.getProperty("thorough", "1"),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static void start(Program program, Program failing, int times) {
    for (int i = 0; i < times; i++) {
      try (Child child = launch(program)) {
        child.awaitStart();
        assertEquals(7, child.waitFor().exitCode());
      }
      if (i % 10 == 0) {
        try (Child child = launch(failing)) {
          assertThrows(ErrnoException.class, child::awaitStart);
        }
        launch(program).close();
      }
    }
  }

  @Test
  void manyThreadsMayStartProgramsAtOnce() throws Exception {
    Snapshot before = Snapshot.take();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Integer>> starts = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int code = i % 120;
        starts.add(
            () -> {
              try (Child child = launch(Program.of(Report.alive(), Tasks.exit(code)))) {
                child.awaitStart();
                return child.waitFor().exitCode() - code;
              }
            });
      }
      for (Future<Integer> difference : threads.invokeAll(starts)) {
        assertEquals(0, difference.get());
      }
    } finally {
      threads.shutdown();
    }
    before.assertNothingLeaked();
  }

  private static Child launch(Program program) {
    return Launcher.launch(program, Launcher.Setting.INHERITED);
  }

  /** Runs {@code look} with the process id at each question of the program. */
  private static void whileAsked(Program program, Consumer<Integer> look) {
    AtomicReference<Child> started = new AtomicReference<>();
    Launcher.Setting setting =
        new Launcher.Setting(List.of(0, 1, 2), question -> look.accept(started.get().pid()));
    try (Child child = Launcher.launch(program.then(Tasks.exit(0)), setting)) {
      started.set(child);
      child.awaitStart();
      assertEquals(0, child.waitFor().exitCode());
    }
  }

  private static Set<Integer> descriptorsOf(int pid) {
    try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      Set<Integer> numbers = new TreeSet<>();
      links.forEach(link -> numbers.add(Integer.valueOf(link.getFileName().toString())));
      return numbers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAlive(long pid) {
    try {
      return Procfs.HOST.process(pid).status().state() != 'Z';
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static long residentKilobytes() {
    System.gc();
    return read(Path.of("/proc/self/status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
