package dev.minidocker.labs.pid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Requires(Need.NAMESPACES)
class InitProgramIT {
  private static final PidMechanism PID = new PidNamespace();

  private static Sandbox start(Program command) {
    return Sandbox.start(Set.of(CloneFlag.CLONE_NEWPID), PID.init(command));
  }

  private static Program shell(String script) {
    return Tasks.execFirstOf(
        List.of("/no-such-directory/sh", "/bin/sh"), List.of("sh", "-c", script), List.of());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 127, 128, 255})
  void theContainerEndsWithTheCommandsCode(int code) {
    try (Sandbox sandbox = start(shell("exit " + code))) {
      assertEquals(code, sandbox.waitFor().exitCode());
    }
  }

  @Test
  void aListOfProcessesSaysWhatItIs() throws Exception {
    try (Sandbox sandbox = start(shell("echo; sleep 60"))) {
      Path name = Path.of("/proc/" + sandbox.pid() + "/comm");
      for (int i = 0; i < 250 && !Files.readString(name).equals("mini-init\n"); i++) {
        Thread.sleep(20); // it begins with the name of the program's file
      }
      assertEquals("mini-init\n", Files.readString(name));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 9, 11, 13, 15, 31, 34, 64})
  void aSignalThatKillsTheCommandIsToldAs128AndItsNumber(int signal) {
    try (Sandbox sandbox = start(shell("kill -" + signal + " $$; sleep 60"))) {
      assertEquals(128 + signal, sandbox.waitFor().exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 11, 24, 25, 31})
  void aDumpedCoreDoesNotChangeTheCode(int signal, @TempDir Path directory) throws IOException {
    long hardLimit = hardLimitOfCores();
    Program command =
        Program.of(
            Nodes.changeDirectory(directory.toString()),
            allowCores(hardLimit),
            Step.of(Syscall.GETPID).named("me"),
            Step.of(Syscall.KILL, Arg.result("me"), Arg.of(signal)));
    try (Sandbox sandbox = start(command)) {
      assertEquals(128 + signal, sandbox.waitFor().exitCode());
    }
    String pattern = Files.readString(Path.of("/proc/sys/kernel/core_pattern"));
    boolean here = hardLimit != 0 && !pattern.startsWith("|") && !pattern.startsWith("/");
    try (Stream<Path> cores = Files.list(directory)) {
      assertEquals(here ? 1 : 0, cores.count(), "cores in the command's directory");
    }
  }

  /** As large as they may be; -1 is RLIM64_INFINITY. */
  private static Step allowCores(long hardLimit) {
    ByteBuffer limits = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    limits.putLong(hardLimit).putLong(hardLimit);
    return Step.of(
        Syscall.PRLIMIT64,
        Arg.of(0),
        Arg.constant("RLIMIT_CORE", 4),
        new Arg.Bytes(limits.array(), "{rlim_cur=" + hardLimit + ", rlim_max=" + hardLimit + "}"),
        Arg.NULL);
  }

  /** The last number of the line {@code Max core file size 0 unlimited bytes}. */
  private static long hardLimitOfCores() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(limit -> limit.startsWith("Max core file size"))
            .findFirst()
            .orElseThrow();
    String hard = line.strip().split("\\s+", -1)[5];
    return hard.equals("unlimited") ? -1 : Long.parseLong(hard);
  }

  @Test
  void theCommandIsNumberTwo() {
    try (Sandbox sandbox = start(shell("echo $$"))) {
      assertEquals("2\n", new String(sandbox.hearAll(), StandardCharsets.UTF_8));
      assertEquals(0, sandbox.waitFor().exitCode());
    }
  }

  @Test
  void theCommandInheritsNoMaskAndNoDescriptor() {
    String script = "grep -E '^Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd | wc -l";
    try (Sandbox sandbox = start(shell("exec 3>&-; " + script))) {
      sandbox.waitFor();
      String heard = new String(sandbox.hearAll(), StandardCharsets.UTF_8);
      // 0, 1, 2, and the one that ls reads the directory by
      assertEquals("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n4\n", heard);
    }
  }

  @Test
  void aCommandThatCannotBeRunEndsTheContainerWith127() {
    Program nothing = Tasks.execFirstOf(List.of("/no-such"), List.of("no-such"), List.of());
    try (Sandbox sandbox = start(nothing)) {
      assertEquals(127, sandbox.waitFor().exitCode());
    }
  }

  @Test
  void aStepOfTheCommandThatFailsIsReported() {
    Program failing = Program.of(Nodes.changeDirectory("/no-such")).then(shell("exit 0"));
    try (Sandbox sandbox = start(failing)) {
      ErrnoException failure = assertThrows(ErrnoException.class, sandbox::waitFor);
      assertEquals(Errno.ENOENT, failure.errno());
      assertEquals("chdir(\"/no-such\")", failure.call());
    }
  }

  @Test
  void aProgramAloneIsComplete() {
    PID.init(shell("exit 0")).checked();
  }
}
