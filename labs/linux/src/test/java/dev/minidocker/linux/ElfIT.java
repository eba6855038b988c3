package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other programs that know the format find nothing wrong with an image. */
class ElfIT {
  private static final int TRIES = 10;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void readelfReadsTheHeadersWithoutAWarning(Arch arch) throws Exception {
    Needs.program("readelf");
    for (int i = 0; i < TRIES; i++) {
      Program program = RandomPrograms.program(new Random());
      write(program, arch);
      List<String> lines = Needs.linesOf(directory, "readelf", "-hlSsW", "program");
      assertTrue(lines.stream().noneMatch(ElfIT::complains), () -> String.join("\n", lines));
      for (Step step : program.steps()) {
        assertTrue(
            lines.stream().anyMatch(line -> line.endsWith(" step." + step.name()))
                || step.name().isEmpty(),
            () -> step.name() + " is no symbol in\n" + String.join("\n", lines));
      }
      assertTrue(
          lines.stream().noneMatch(line -> line.contains("RWE")), "nothing is writable and code");
    }
  }

  @ParameterizedTest
  @EnumSource
  void objdumpFindsTheLoop(Arch arch) throws Exception {
    String objdump = arch == Arch.X86_64 ? "x86_64-linux-gnu-objdump" : "aarch64-linux-gnu-objdump";
    Needs.program(objdump);
    write(Program.of(Tasks.exit(0)), arch);
    List<String> lines = Needs.linesOf(directory, objdump, "-d", "program");
    assertTrue(lines.stream().noneMatch(ElfIT::complains), () -> String.join("\n", lines));
    String kernelEntry = arch == Arch.X86_64 ? "syscall" : "svc";
    assertEquals(1, lines.stream().filter(line -> line.contains(kernelEntry)).count());
  }

  private static boolean complains(String line) {
    return line.contains("arning") || line.contains("rror:") || line.contains("nrecognized");
  }

  private void write(Program program, Arch arch) throws Exception {
    byte[] image = Elf.compile(program, arch, FailureHandler.printing("md"));
    Files.write(directory.resolve("program"), image);
  }
}
