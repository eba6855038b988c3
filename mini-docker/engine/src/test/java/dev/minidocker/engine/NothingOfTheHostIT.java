package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a container could get hold of that is not its own, at any moment of its life. */
class NothingOfTheHostIT {
  private static final int WATCHED_STARTS = Math.min(200 * Integer.getInteger("thorough", 1), 1000);
  private static final int STEPWISE_STARTS = 10;

  /** The name of a memory file in /proc/PID/exe. */
  private static final String OUR_MEMORY_FILE = "/memfd:mini-docker (deleted)";

  private static final int F_DUPFD = 0;

  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  /** From the host, at each step: what the process is made of, and who is with it. */
  @Test
  void beforeItsCommandAContainerIsOneProcessOfASealedMemoryFileAndNothingElse() {
    for (int i = 0; i < STEPWISE_STARTS; i++) {
      List<String> found = new ArrayList<>();
      try (PreparedContainer prepared = LAB.get().engine().prepare(ContainerSpecs.plain("true"))) {
        Program stepwise = askingFrom(prepared.program(), "container", 1);
        LAB.get().run(prepared, stepwise, question -> found.addAll(madeOf(container())));
      }
      assertTrue(found.size() > 100, found.size() + " looks");
      assertEquals(List.of(), found.stream().filter(line -> !isOurs(line)).distinct().toList());
    }
  }

  /** What the mapped files of a process, its executable and its companions are called. */
  private static List<String> madeOf(long pid) {
    try {
      List<String> parts = new ArrayList<>();
      Path process = Path.of("/proc", Long.toString(pid));
      parts.add(Files.readSymbolicLink(process.resolve("exe")).toString());
      Files.readAllLines(process.resolve("maps")).stream()
          .map(line -> line.split(" +", 6))
          .map(fields -> fields.length < 6 ? "" : fields[5])
          .forEach(parts::add);
      return parts;
    } catch (IOException e) {
      // as an ordinary user: a process that has changed its user shows nobody what it is made of
      return LAB.get().host().rootless() ? List.of() : List.of(e.toString());
    }
  }

  private static boolean isOurs(String part) {
    return part.equals(OUR_MEMORY_FILE)
        || List.of("", "[stack]", "[heap]", "[vvar]", "[vvar_vclock]", "[vdso]", "[vsyscall]")
            .contains(part);
  }

  /** From inside, all the time. */
  @Test
  void nobodyInsideEverSeesAHostProgramInProc1Exe() {
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < WATCHED_STARTS; i++) {
      watch().forEach((program, times) -> seen.merge(program, times, Integer::sum));
    }
    System.out.println("/proc/1/exe during " + WATCHED_STARTS + " starts: " + seen);
    assertTrue(seen.containsKey(OUR_MEMORY_FILE), seen.toString());
    seen.remove(OUR_MEMORY_FILE);
    // seen from the observer's root, the container's own files are named by their place in there
    seen.keySet().forEach(program -> assertTrue(isInImage(program), seen.toString()));
  }

  private static boolean isInImage(String program) {
    return program.equals("/bin/sh")
        || program.equals("/bin/busybox")
        || program.startsWith("/usr/bin/")
        || program.startsWith("/bin/");
  }

  private static Map<String, Integer> watch() {
    List<Observer> observers = new ArrayList<>();
    try (PreparedContainer prepared = LAB.get().engine().prepare(ContainerSpecs.plain("true"))) {
      Program waiting = prepared.program().insert(first(prepared.program()), Report.ask(0));
      LAB.get().run(prepared, waiting, question -> observers.add(join()));
    } finally {
      observers.forEach(Observer::close);
    }
    return observers.get(0).seen();
  }

  private static Observer join() {
    return Observer.joining(container(), LAB.get().host().rootless());
  }

  /** The step before which a container of an ordinary user has mapped its ids. */
  private static int first(Program program) {
    return program.indexOf("container") + 2;
  }

  private static Program askingFrom(Program program, String label, int offset) {
    Program asking = program;
    for (int step = program.indexOf("exec.0"); step >= program.indexOf(label) + offset; step--) {
      asking = asking.insert(step, Report.ask(step));
    }
    return asking;
  }

  /** The only child of this JVM. */
  private static long container() {
    List<String> children = Remains.ownChildren();
    return Long.parseLong(children.get(children.size() - 1));
  }

  @Test
  void theCommandSeesOneProcessAndThreeDescriptorsOfAJvmThatHasMany() {
    List<Fd> inheritable = new ArrayList<>();
    try (Fd root = Fd.open("/", OpenFlag.of(OpenFlag.O_DIRECTORY), 0)) {
      for (int i = 0; i < 50; i++) {
        inheritable.add(Fd.of(Kernel.call(Syscall.FCNTL, root.number(), F_DUPFD, 3)));
      }
      String script =
          "for p in /proc/[0-9]*; do echo $p; done; for f in /proc/1/fd/*; do echo $f; done";
      List<String> lines =
          LAB.get().outputOf(ContainerSpecs.plain("sh", "-c", script)).lines().toList();
      assertEquals("/proc/1", lines.get(0));
      List<String> expected = List.of("/proc/1/fd/0", "/proc/1/fd/1", "/proc/1/fd/2");
      assertEquals(expected, lines.subList(1, Math.min(4, lines.size())));
      // a shell may keep its script or its terminal open far above
      assertTrue(lines.size() <= 5, lines.toString());
    } finally {
      inheritable.forEach(Fd::close);
    }
  }

  @Test
  void filesAndDirectoriesOfTheHostAreNeverTheStandardStreams() throws IOException {
    Path file = Files.createFile(LAB.get().directory().resolve("stdio"));
    ContainerSpec spec =
        ContainerSpecs.interactive(
            "sh", "-c", "for i in 0 1 2; do readlink /proc/self/fd/$i; done");
    try (Fd input = Fd.open("/", OpenFlag.of(OpenFlag.O_DIRECTORY), 0);
        Fd output = Fd.open(file.toString(), OpenFlag.of(OpenFlag.O_RDWR), 0);
        PreparedContainer prepared = LAB.get().engine().prepare(spec)) {
      List<Integer> streams = List.of(input.number(), output.number(), output.number());
      LAB.get().run(prepared, prepared.program(), streams, question -> {});
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(3, lines.size(), lines.toString());
    lines.forEach(line -> assertTrue(line.startsWith("pipe:["), lines.toString()));
  }

  @Test
  void aContainerThatRunsWhatStartedItGetsNowhere() throws IOException {
    assertNotEquals(0, exitCode(ContainerSpecs.plain("/proc/self/exe")));
    assertEquals(0, exitCode(script("/bin/sh")));
    // the kernel looks for the interpreter while the process is still what started it
    assertNotEquals(0, exitCode(script("/proc/self/exe")));
  }

  private static ContainerSpec script(String interpreter) throws IOException {
    Path script = LAB.get().volumes().resolve("script");
    Files.writeString(script, "#!" + interpreter + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return ContainerSpecs.showing(script, "/script", "/script");
  }

  private static int exitCode(ContainerSpec spec) {
    try {
      return LAB.get().run(spec).exitCode();
    } catch (StartFailure e) {
      return e.exitCode();
    }
  }

  @Test
  void whatStartedAContainerCannotBeChangedWhileItRunsOrAfterwards() {
    List<Fd> held = new ArrayList<>();
    try (PreparedContainer prepared = LAB.get().engine().prepare(ContainerSpecs.plain("true"))) {
      Program waiting = prepared.program().insert(first(prepared.program()), Report.ask(0));
      LAB.get().run(prepared, waiting, question -> held.add(hold(container())));
    }
    try (Fd executable = held.get(0);
        Fd writable =
            Fd.open("/proc/self/fd/" + executable.number(), OpenFlag.of(OpenFlag.O_RDWR), 0)) {
      assertEquals(refusal(Errno.EPERM), Kernel.tryCall(Syscall.WRITE, writable.number(), "x", 1));
      assertEquals(refusal(Errno.EPERM), Kernel.tryCall(Syscall.FTRUNCATE, writable.number(), 0));
    }
  }

  private static Fd hold(long pid) {
    String path = "/proc/" + pid + "/exe";
    long result = Kernel.tryCall(Syscall.OPENAT, -100, path, OpenFlag.of(OpenFlag.O_WRONLY), 0);
    assertEquals(refusal(Errno.ETXTBSY), result, "while it runs");
    return Fd.open(path, OpenFlag.of(OpenFlag.O_PATH), 0);
  }

  private static long refusal(Errno errno) {
    return -errno.number();
  }
}
