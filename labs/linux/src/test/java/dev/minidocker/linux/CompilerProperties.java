package dev.minidocker.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compiled program does what its model says, on the real kernel. */
class CompilerProperties {
  private static final int TRIES = 1500 * Integer.getInteger("thorough", 1);
  private static final int LEAST_USED = TRIES * 2 / 3;

  @Test
  void aLaunchedProgramDoesWhatItsModelSays(@TempDir Path directory) throws IOException {
    Path in = directory.resolve("in");
    Path out = directory.resolve("out");
    int used = 0;
    int failures = 0;
    for (int i = 0; i < TRIES; i++) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      Program program = RandomPrograms.program(random);
      String input = RandomPrograms.input(random);
      if (!isModelled(program, input)) {
        continue;
      }
      used++;
      ImageRun.writeAnew(in, input.getBytes(ISO_8859_1));
      ImageRun.writeAnew(out, new byte[0]);
      failures += launch(program, input, in, out, "seed " + seed) ? 0 : 1;
    }
    int finalUsed = used;
    assertTrue(used >= Math.min(LEAST_USED, 1000), () -> "only " + finalUsed + " were modelled");
    assertTrue(failures > used / 20 && failures < used, "failures and successes both occur");
  }

  @Property
  void theSameProgramGivesTheSameBytes(@ForAll long seed) {
    for (Arch arch : Arch.values()) {
      assertArrayEquals(
          Elf.compile(RandomPrograms.program(new Random(seed)), arch, ImageRun.HANDLER),
          Elf.compile(RandomPrograms.program(new Random(seed)), arch, ImageRun.HANDLER));
    }
  }

  /** Which process id is used makes no difference to that. */
  static boolean isModelled(Program program, String input) {
    try {
      ProgramModel.run(program, new ModelKernel(1_000_000, input));
      return true;
    } catch (ProgramModel.Unmodelled e) {
      return false;
    }
  }

  /** Compares, and returns whether the program went well. */
  private static boolean launch(Program program, String input, Path in, Path out, String seed)
      throws IOException {
    try (Fd stdin = Fd.open(in.toString(), 0, 0);
        Fd stdout = Fd.open(out.toString(), 1, 0);
        Child child = Launcher.launch(program, setting(stdin, stdout))) {
      ProgramModel.Outcome expected =
          ProgramModel.run(program, new ModelKernel(child.pid(), input));
      String told = "";
      try {
        child.awaitStart();
      } catch (ErrnoException e) {
        told = e.call() + " " + e.errno();
      }
      String output = new String(Files.readAllBytes(out), ISO_8859_1);
      if (expected.failing() >= 0) {
        Step step = program.steps().get(expected.failing());
        assertEquals(step + " " + Errno.ofResult(expected.result()), told, seed);
        assertEquals(FailureHandler.EXIT_CODE, child.waitFor().exitCode(), seed);
      } else {
        assertEquals("", told, seed);
        assertEquals(new ExitStatus((int) expected.result(), false), child.waitFor(), seed);
      }
      assertEquals(expected.output(), output, seed);
      return told.isEmpty();
    }
  }

  private static Launcher.Setting setting(Fd stdin, Fd stdout) {
    return new Launcher.Setting(
        List.of(stdin.number(), stdout.number(), 2), Launcher.Setting.INHERITED.answer());
  }
}
