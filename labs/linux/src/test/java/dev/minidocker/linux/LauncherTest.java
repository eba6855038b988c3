package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {

  @Test
  void aProgramEndsWithTheCodeThatItsLastStepNames() {
    Program program = Program.of(Step.of(Syscall.EXIT_GROUP, Arg.of(42)));
    try (Child child = Launcher.launch(program, Launcher.Setting.INHERITED)) {
      child.awaitStart();
      assertEquals(new ExitStatus(42, false), child.waitFor());
    }
  }

  @Test
  void aFailingStepIsReportedAsTheCallAndItsErrno() {
    Program program =
        Program.of(
            Report.alive(),
            Step.of(Syscall.CHDIR, Arg.of("/no-such-directory")),
            Step.of(Syscall.EXIT_GROUP, Arg.of(0)));
    try (Child child = Launcher.launch(program, Launcher.Setting.INHERITED)) {
      ErrnoException failure = assertThrows(ErrnoException.class, child::awaitStart);
      assertEquals("chdir(\"/no-such-directory\")", failure.call());
      assertEquals(Errno.ENOENT, failure.errno());
      assertEquals(new ExitStatus(125, false), child.waitFor());
    }
  }

  @Test
  void execEndsTheReport() {
    Program program =
        Program.of(
            Report.alive(),
            Step.of(Syscall.CLOSE_RANGE, Arg.of(3), Arg.of(0xffffffffL), Arg.of(4)),
            Step.of(
                Syscall.EXECVE,
                Arg.of("/bin/sh"),
                new Arg.Texts(List.of("sh", "-c", "kill -9 $$")),
                new Arg.Texts(List.of())));
    try (Child child = Launcher.launch(program, Launcher.Setting.INHERITED)) {
      child.awaitStart();
      assertEquals(137, child.waitFor().exitCode());
    }
  }
}
