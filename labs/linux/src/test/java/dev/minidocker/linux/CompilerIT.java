package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The other architecture, and compilers with a mistake in them. */
class CompilerIT {
  private static final int TRIES = 150 * Integer.getInteger("thorough", 1);
  private static final int TRIES_AGAINST_A_MUTANT = 400;

  @TempDir Path directory;

  @Test
  void aProgramForAarch64DoesWhatItsModelSays() throws Exception {
    Needs.program("qemu-aarch64-static");
    for (int used = 0; used < TRIES; ) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      Program program = RandomPrograms.program(random);
      String input = RandomPrograms.input(random);
      if (CompilerProperties.isModelled(program, input)) {
        used++;
        byte[] image = Elf.compile(program, Arch.AARCH64, ImageRun.HANDLER);
        ImageRun run = ImageRun.of(image, Arch.AARCH64, input, directory, "qemu-aarch64-static");
        assertEquals(expected(program, run.pid(), input), run.outcome(), "seed " + seed);
      }
    }
  }

  /**
   * A compiler with a mistake.
   *
   * @param compile makes an x86-64 image
   */
  record Mutant(String name, Function<Program, byte[]> compile) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Mutant> mutants() {
    return List.of(
        patched("jle instead of jl", "7c 06 48 8b 5b 50", "7e 06 48 8b 5b 50"),
        patched("32 bits stored for 64", "48 89 47 ff", "89 47 ff 90"),
        patched("64 bits stored for 32", "89 07 eb ea", "90 eb e9 90"),
        patched("branches taken when different", "74 06 48 83 c6 10", "75 06 48 83 c6 10"),
        patched("32 bits compared", "48 3b 46 08", "90 3b 46 08"),
        patched("second argument for the third", "48 8b 53 18", "48 8b 53 10"),
        changed("the last branch wins", CompilerIT::withLastBranchFirst),
        changed(
            "next is ignored",
            step -> step.branches().isEmpty() ? step.thenGoTo(Step.FOLLOWING) : step));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void aMistakeInTheCompilerIsNoticed(Mutant mutant) throws Exception {
    assumeTrue(Arch.host() == Arch.X86_64, "needs x86-64: the mistakes are in its code");
    for (int i = 0; i < TRIES_AGAINST_A_MUTANT; i++) {
      Random random = new Random(i);
      Program program = RandomPrograms.program(random);
      String input = RandomPrograms.input(random);
      if (CompilerProperties.isModelled(program, input)) {
        byte[] image = mutant.compile().apply(program);
        ImageRun run = ImageRun.of(image, Arch.X86_64, input, directory);
        if (!expected(program, run.pid(), input).equals(run.outcome())) {
          return;
        }
      }
    }
    throw new AssertionError("no program shows this mistake: " + mutant);
  }

  private static ProgramModel.Outcome expected(Program program, long pid, String input) {
    return ProgramModel.run(program, new ModelKernel(pid, input));
  }

  private static Mutant patched(String name, String right, String wrong) {
    return new Mutant(
        name,
        program -> {
          HexFormat hex = HexFormat.of().withDelimiter(" ");
          byte[] image = Elf.compile(program, Arch.X86_64, ImageRun.HANDLER);
          String text = hex.formatHex(image);
          int at = text.indexOf(right);
          assertTrue(at >= 0, "the code has changed: adapt the mutant");
          byte[] bytes = hex.parseHex(wrong);
          System.arraycopy(bytes, 0, image, at / 3, bytes.length);
          return image;
        });
  }

  private static Mutant changed(String name, java.util.function.UnaryOperator<Step> change) {
    return new Mutant(
        name, program -> Elf.compile(program.map(change), Arch.X86_64, ImageRun.HANDLER));
  }

  private static Step withLastBranchFirst(Step step) {
    List<Step.Branch> reversed = new java.util.ArrayList<>(step.branches());
    java.util.Collections.reverse(reversed);
    return new Step(
        step.call(),
        step.args(),
        step.name(),
        step.atLeast(),
        reversed,
        step.next(),
        step.why(),
        step.chapter());
  }
}
