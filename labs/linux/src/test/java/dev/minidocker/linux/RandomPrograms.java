package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Programs of calls that harm nobody, with everything that a step can have: branches forwards and
 * backwards, loops, results in arguments and in memory at both widths, shared memory, structures,
 * arguments that the kernel fills in, failures expected and not.
 */
final class RandomPrograms {
  private static final int MOST_STEPS = 14;
  private static final long[] DESCRIPTORS = {0, 0, 1, 1, 1, 5, 6, 77};
  private static final long[] RESULTS = {0, 0, 1, 3, 5, 6, 8, -9, -9, -22, 0xfffffff7L};
  private static final long[] OFFSETS = {0, 0, 1, 3, 7, -1, 5_000_000_000L, -(1L << 33)};

  private final Random random;
  private final int size;

  private RandomPrograms(Random random) {
    this.random = random;
    this.size = 2 + random.nextInt(MOST_STEPS - 1);
  }

  static Program program(Random random) {
    RandomPrograms programs = new RandomPrograms(random);
    Program body = new Program(IntStream.range(0, programs.size).mapToObj(programs::step).toList());
    Step exit =
        random.nextBoolean()
            ? Tasks.exit(random.nextInt(125))
            : Step.of(Syscall.EXIT_GROUP, Arg.result(programs.anyName()));
    // what the virtual machine left open would be found by the program and not by its model
    return Program.of(Descriptors.closeFrom(4))
        .then(random.nextInt(3) == 0 ? programs.loop() : Program.EMPTY)
        .then(body)
        .then(exit.named("exit"));
  }

  static String input(Random random) {
    StringBuilder input = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      input.append((char) random.nextInt(random.nextBoolean() ? 8 : 256));
    }
    return input.toString();
  }

  /** Writes a few bytes until the file is as long as that many rounds make it. */
  private Program loop() {
    int bytes = 1 + random.nextInt(4);
    int rounds = 1 + random.nextInt(5);
    return Program.of(
        Step.of(Syscall.WRITE, Arg.of(1), memory(8), Arg.of(bytes)).named("loop"),
        Step.of(Syscall.LSEEK, Arg.of(1), Arg.of(0), Arg.of(1))
            .on((long) bytes * rounds, "s0")
            .thenGoTo("loop"));
  }

  private Step step(int index) {
    Step step =
        switch (random.nextInt(8)) {
          case 0 -> Step.of(Syscall.GETPID);
          case 1 -> Step.of(Syscall.CLOSE, descriptor());
          case 2 -> Step.of(Syscall.DUP3, descriptor(), Arg.of(of(0, 1, 5, 6, 7)), Arg.of(0));
          case 3 -> Step.of(Syscall.LSEEK, descriptor(), offset(), Arg.of(of(0, 1, 2, 9)));
          case 4 -> read();
          case 5 -> Step.of(Syscall.WRITEV, descriptor(), vector(), Arg.of(2));
          default -> Step.of(Syscall.WRITE, descriptor(), memory(16), count(16));
        };
    step = step.named("s" + index).expecting(of(0, 0, 0, 1, 3, 5, 8, -9, Step.WHATEVER_COMES));
    for (int i = random.nextInt(4); i > 0; i--) {
      step = step.on(of(RESULTS), anyName());
    }
    return random.nextInt(6) == 0 ? step.thenGoTo(anyName()) : step;
  }

  private Step read() {
    Arg into = random.nextInt(3) == 0 ? new Arg.Slot(anyName(), 0, random.nextInt(4)) : memory(16);
    int most = into instanceof Arg.Slot ? 4 : 16;
    return Step.of(Syscall.READ, Arg.of(0), into, Arg.of(random.nextInt(most + 1)));
  }

  private Arg vector() {
    return new Arg.Words(
        List.of(memory(12), count(12), Arg.of("text " + random.nextInt(100)), count(6)), "[…]");
  }

  private Arg descriptor() {
    return random.nextInt(5) == 0 ? Arg.result(anyName()) : Arg.of(of(DESCRIPTORS));
  }

  private Arg offset() {
    return random.nextInt(4) == 0 ? Arg.result(anyName()) : Arg.of(of(OFFSETS));
  }

  private Arg count(int most) {
    return random.nextInt(4) == 0 ? Arg.result(anyName()) : Arg.of(random.nextInt(most + 1));
  }

  /** Memory of its own, or one of two that several steps share; results go into it. */
  private Arg memory(int bytes) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    List<Arg.Hole> holes = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Arg.Width width = random.nextBoolean() ? Arg.Width.INT : Arg.Width.LONG;
      holes.add(
          new Arg.Hole(2 * random.nextInt((bytes - width.bytes()) / 2 + 1), anyName(), width));
    }
    String name = random.nextInt(3) == 0 ? "shared " + bytes + "." + random.nextInt(2) : "";
    return new Arg.Bytes(name, ByteBuffer.wrap(content), holes, "<" + bytes + " bytes>");
  }

  private String anyName() {
    return "s" + random.nextInt(size);
  }

  private long of(long... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
