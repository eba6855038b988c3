package dev.minidocker.labs.cgroups.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.cgroups.limits.DeviceProgram.Instruction;
import dev.minidocker.labs.cgroups.limits.DeviceRule.Access;
import dev.minidocker.labs.cgroups.limits.DeviceRule.Kind;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The program means what the list means. */
class DeviceProgramProperties {

  /** Somebody opens or makes a device. */
  record Attempt(Kind kind, int major, int minor, Set<Access> access) {
    int accessAndKind() {
      return access.stream().mapToInt(Access::bit).sum() << 16 | kind.code();
    }
  }

  @Property
  void itAllowsWhatOneRuleAllows(
      @ForAll("lists") DeviceAccess list, @ForAll("attempts") Attempt attempt) {
    assertEquals(
        list.allows(attempt.kind(), attempt.major(), attempt.minor(), attempt.access()),
        new SmallMachine(DeviceProgram.of(list).instructions()).run(attempt) == 1);
  }

  @Property
  void whatIsListedIsAllowed(@ForAll("lists") DeviceAccess list) {
    for (DeviceRule rule : list.allowed()) {
      Attempt attempt =
          new Attempt(
              rule.kind(), Math.max(rule.major(), 0), Math.max(rule.minor(), 0), rule.access());
      assertEquals(1, new SmallMachine(DeviceProgram.of(list).instructions()).run(attempt));
    }
  }

  /** As the kernel's verifier demands: every jump leads forward to an instruction that is there. */
  @Property
  void itEndsWhateverItIsGiven(@ForAll("lists") DeviceAccess list) {
    List<Instruction> program = DeviceProgram.of(list).instructions();
    for (int at = 0; at < program.size(); at++) {
      Instruction one = program.get(at);
      if (one.opcode() == DeviceProgram.JUMP_UNLESS_EQUAL
          || one.opcode() == DeviceProgram.JUMP_IF_EQUAL) {
        assertTrue(one.offset() > 0 && at + 1 + one.offset() < program.size(), one::toString);
      }
    }
    assertEquals(DeviceProgram.EXIT, program.get(program.size() - 1).opcode());
    assertEquals(program.size() * 8, DeviceProgram.of(list).encoded().length);
  }

  /** Just as much of the kernel's machine as these programs use. */
  private static final class SmallMachine {
    private final List<Instruction> program;
    private final long[] registers = new long[11];

    SmallMachine(List<Instruction> program) {
      this.program = program;
    }

    long run(Attempt attempt) {
      int[] context = {attempt.accessAndKind(), attempt.major(), attempt.minor()};
      for (int at = 0; ; at++) {
        Instruction one = program.get(at);
        long target = registers[one.target()];
        switch (one.opcode()) {
          case DeviceProgram.LOAD_32 -> set(one, context[one.offset() / 4]);
          case DeviceProgram.MOVE_NUMBER -> registers[one.target()] = one.number();
          case DeviceProgram.MOVE_32 -> set(one, (int) registers[one.source()]);
          case DeviceProgram.AND_32 -> set(one, (int) target & one.number());
          case DeviceProgram.SHIFT_RIGHT_32 -> set(one, (int) target >>> one.number());
          case DeviceProgram.JUMP_UNLESS_EQUAL -> at += target == one.number() ? 0 : one.offset();
          case DeviceProgram.JUMP_IF_EQUAL -> at += target == one.number() ? one.offset() : 0;
          case DeviceProgram.EXIT -> {
            return registers[0];
          }
          default -> throw new AssertionError(one);
        }
      }
    }

    /** What has 32 bits fills the upper half with zeros. */
    private void set(Instruction one, int value) {
      registers[one.target()] = Integer.toUnsignedLong(value);
    }
  }

  @Provide
  Arbitrary<DeviceAccess> lists() {
    Arbitrary<Integer> part = Arbitraries.of(DeviceRule.ANY, 0, 1, 5, 255, 256, (1 << 20) - 1);
    Arbitrary<DeviceRule> rules =
        Combinators.combine(Arbitraries.of(Kind.class), part, part, access()).as(DeviceRule::new);
    return rules.list().ofMaxSize(8).map(DeviceAccess::new);
  }

  @Provide
  Arbitrary<Attempt> attempts() {
    Arbitrary<Integer> part = Arbitraries.of(0, 1, 5, 7, 255, 256, (1 << 20) - 1);
    return Combinators.combine(Arbitraries.of(Kind.class), part, part, access()).as(Attempt::new);
  }

  private static Arbitrary<Set<Access>> access() {
    return Arbitraries.of(Access.class).set().ofMinSize(1);
  }
}
