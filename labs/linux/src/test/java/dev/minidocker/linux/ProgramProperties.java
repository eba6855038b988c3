package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ProgramProperties {

  @Property
  void aProgramThatDefinesItsNamesIsLeftAsItIs(@ForAll long seed) {
    Program program = RandomPrograms.program(new Random(seed));
    assertSame(program, program.checked());
  }

  @Property
  void piecesGiveTheWholeWhereverItIsCut(@ForAll long seed) {
    Random random = new Random(seed);
    Program program = RandomPrograms.program(random);
    int cut = random.nextInt(program.steps().size() + 1);
    Program first = new Program(program.steps().subList(0, cut));
    Program rest = new Program(program.steps().subList(cut, program.steps().size()));
    assertEquals(program, first.then(rest));
    assertEquals(program, Program.concat(List.of(first, rest)));
    Program without =
        new Program(Stream.concat(first.steps().stream(), rest.steps().stream().skip(1)).toList());
    if (cut < program.steps().size()) {
      assertEquals(program, without.insert(cut, Program.of(program.steps().get(cut))));
      assertEquals(program, program.with(cut, program.steps().get(cut)));
    }
  }

  @Property
  void aNameThatIsUsedAndNotGivenIsRefused(@ForAll long seed) {
    Random random = new Random(seed);
    Program program = RandomPrograms.program(random);
    String name = "none" + random.nextInt(1000);
    Step broken =
        switch (random.nextInt(6)) {
          case 0 -> Tasks.exit(0).thenGoTo(name);
          case 1 -> Tasks.exit(0).on(Errno.EPERM, name);
          case 2 -> Step.of(Syscall.CLOSE, Arg.result(name));
          case 3 -> Step.of(Syscall.READ, new Arg.Slot(name, 0, 0));
          case 4 -> Step.of(Syscall.READ, new Arg.Words(List.of(Arg.result(name)), ""));
          default -> Step.of(Syscall.READ, memory(new Arg.Hole(0, name, Arg.Width.INT)));
        };
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                program
                    .insert(random.nextInt(program.steps().size() + 1), Program.of(broken))
                    .checked());
    assertTrue(refusal.getMessage().contains("\"" + name + "\""), refusal::getMessage);
  }

  @Property
  void aNameThatIsGivenTwiceIsRefused(@ForAll long seed) {
    Program program = RandomPrograms.program(new Random(seed));
    assertThrows(IllegalArgumentException.class, () -> program.then(program).checked());
  }

  @Example
  void sevenArgumentsAreRefused() {
    Arg[] seven = Stream.generate(() -> Arg.of(0)).limit(7).toArray(Arg[]::new);
    assertThrows(IllegalArgumentException.class, () -> Step.of(Syscall.MMAP, seven));
  }

  @Example
  void aStringWithANulIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Arg.of("a\0b"));
    assertThrows(IllegalArgumentException.class, () -> new Arg.Texts(List.of("\0")));
  }

  @Example
  void aHoleOutsideItsMemoryOrAtAnOddPlaceIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> memory(new Arg.Hole(2, "x", Arg.Width.LONG)));
    assertThrows(IllegalArgumentException.class, () -> memory(new Arg.Hole(6, "x", Arg.Width.INT)));
    assertThrows(IllegalArgumentException.class, () -> new Arg.Hole(3, "x", Arg.Width.INT));
    assertThrows(IllegalArgumentException.class, () -> new Arg.Hole(-2, "x", Arg.Width.INT));
  }

  private static Arg memory(Arg.Hole hole) {
    return new Arg.Bytes("", ByteBuffer.allocate(8), List.of(hole), "");
  }
}
