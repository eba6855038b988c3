package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * A list of devices as a program for the machine inside the kernel, which runs it whenever a
 * process of the group opens or makes a device: 1 allows, 0 refuses. bpf(2), {@code
 * BPF_PROG_TYPE_CGROUP_DEVICE}.
 *
 * <p>The kernel passes, in register 1, the address of {@code struct bpf_cgroup_dev_ctx}: 32 bits
 * each of access and kind ({@code access << 16 | kind}), major and minor; {@code
 * include/uapi/linux/bpf.h}.
 */
public record DeviceProgram(List<Instruction> instructions) {

  /**
   * {@code struct bpf_insn}: an operation on two of the eleven registers, an offset and a number.
   *
   * @param offset of a jump, counted from the next instruction; of a load, in bytes
   */
  public record Instruction(int opcode, int target, int source, int offset, int number) {
    static final int BYTES = 8;

    Instruction withOffset(int newOffset) {
      return new Instruction(opcode, target, source, newOffset, number);
    }

    void encode(ByteBuffer image) {
      image.put((byte) opcode).put((byte) (source << 4 | target)).putShort((short) offset);
      image.putInt(number);
    }
  }

  static final int LOAD_32 = 0x61; // BPF_LDX | BPF_MEM | BPF_W
  static final int MOVE_NUMBER = 0xb7; // BPF_ALU64 | BPF_MOV | BPF_K
  static final int MOVE_32 = 0xbc; // BPF_ALU | BPF_MOV | BPF_X
  static final int AND_32 = 0x54; // BPF_ALU | BPF_AND | BPF_K
  static final int SHIFT_RIGHT_32 = 0x74; // BPF_ALU | BPF_RSH | BPF_K
  static final int JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  static final int JUMP_UNLESS_EQUAL = 0x55; // BPF_JMP | BPF_JNE | BPF_K
  static final int EXIT = 0x95; // BPF_JMP | BPF_EXIT

  private static final int RESULT = 0;
  private static final int CONTEXT = 1;
  private static final int KIND = 2;
  private static final int ACCESS = 3;
  private static final int MAJOR = 4;
  private static final int MINOR = 5;
  private static final int SCRATCH = 6;

  private static final List<Instruction> ARGUMENTS =
      List.of(
          new Instruction(LOAD_32, KIND, CONTEXT, 0, 0),
          new Instruction(MOVE_32, ACCESS, KIND, 0, 0),
          new Instruction(AND_32, KIND, 0, 0, 0xffff),
          new Instruction(SHIFT_RIGHT_32, ACCESS, 0, 0, 16),
          new Instruction(LOAD_32, MAJOR, CONTEXT, 4, 0),
          new Instruction(LOAD_32, MINOR, CONTEXT, 8, 0));

  private static final int BPF_PROG_LOAD = 5;
  private static final int BPF_PROG_ATTACH = 8;
  private static final int BPF_PROG_QUERY = 16;
  private static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
  private static final int BPF_CGROUP_DEVICE = 6;
  private static final int BPF_F_ALLOW_MULTI = 2;
  private static final String LOADED = "cgroups.devices";

  public DeviceProgram {
    instructions = List.copyOf(instructions);
  }

  /** The program that allows what one of the rules allows. */
  public static DeviceProgram of(DeviceAccess access) {
    List<Instruction> rest = new ArrayList<>(answer(0));
    rest.addAll(answer(1));
    int allow = answer(0).size();
    for (int i = access.allowed().size() - 1; i >= 0; i--) { // the last first: jumps lead forward
      List<Instruction> rule = rule(access.allowed().get(i), allow);
      rest.addAll(0, rule);
      allow += rule.size();
    }
    rest.addAll(0, ARGUMENTS);
    return new DeviceProgram(rest);
  }

  /**
   * A condition that does not hold leads to the next rule, the last one that does to what allows.
   *
   * @param allow how far after the end of the rule that is
   */
  private static List<Instruction> rule(DeviceRule rule, int allow) {
    List<Instruction> tests = new ArrayList<>();
    if (!rule.access().containsAll(EnumSet.allOf(DeviceRule.Access.class))) {
      int allowed = rule.access().stream().mapToInt(DeviceRule.Access::bit).sum();
      tests.add(new Instruction(MOVE_32, SCRATCH, ACCESS, 0, 0));
      tests.add(new Instruction(AND_32, SCRATCH, 0, 0, ~allowed));
      tests.add(unlessEqual(SCRATCH, 0));
    }
    if (rule.major() != DeviceRule.ANY) {
      tests.add(unlessEqual(MAJOR, rule.major()));
    }
    if (rule.minor() != DeviceRule.ANY) {
      tests.add(unlessEqual(MINOR, rule.minor()));
    }
    tests.add(new Instruction(JUMP_IF_EQUAL, KIND, 0, allow, rule.kind().code()));
    for (int i = 0; i < tests.size(); i++) {
      Instruction test = tests.get(i);
      if (test.opcode() == JUMP_UNLESS_EQUAL) {
        tests.set(i, test.withOffset(tests.size() - i - 1));
      }
    }
    return tests;
  }

  private static Instruction unlessEqual(int register, int number) {
    return new Instruction(JUMP_UNLESS_EQUAL, register, 0, 0, number);
  }

  private static List<Instruction> answer(int result) {
    return List.of(
        new Instruction(MOVE_NUMBER, RESULT, 0, 0, result), new Instruction(EXIT, 0, 0, 0, 0));
  }

  /**
   * Whether this process may attach such programs at groups in there: asks which there are. Not
   * without CAP_NET_ADMIN (EPERM), nor without CONFIG_CGROUP_BPF (EINVAL); bpf(2).
   */
  static boolean mayBeAttached(Path directory) {
    try (Fd group = Fd.open(directory.toString(), OpenFlag.of(OpenFlag.O_DIRECTORY), 0)) {
      ByteBuffer query = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
      query.putInt(0, group.number()).putInt(4, BPF_CGROUP_DEVICE);
      return Kernel.tryCall(Syscall.BPF, BPF_PROG_QUERY, query.array(), query.capacity()) >= 0;
    } catch (ErrnoException e) {
      return false; // no such directory, or none of ours
    }
  }

  /** As the kernel takes it. */
  byte[] encoded() {
    ByteBuffer image =
        ByteBuffer.allocate(instructions.size() * Instruction.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    instructions.forEach(one -> one.encode(image));
    return image.array();
  }

  /**
   * The steps that have the kernel check the program, and run it for a group from now on; bpf(2).
   * EPERM without CAP_BPF and CAP_NET_ADMIN.
   *
   * @param group the name of the step that opened the group's directory
   */
  Program loadAndAttach(String group) {
    int size = instructions.size();
    Arg load =
        new Arg.Words(
            List.of(
                Arg.of(BPF_PROG_TYPE_CGROUP_DEVICE | (long) size << 32),
                new Arg.Bytes(encoded(), "<" + size + " instructions>"),
                Arg.of("GPL"),
                Arg.of(0),
                Arg.of(0),
                Arg.of(0)),
            "{prog_type=BPF_PROG_TYPE_CGROUP_DEVICE, insn_cnt=" + size + ", ...}");
    ByteBuffer attach = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    attach.putInt(8, BPF_CGROUP_DEVICE).putInt(12, BPF_F_ALLOW_MULTI);
    List<Arg.Hole> holes =
        List.of(new Arg.Hole(0, group, Arg.Width.INT), new Arg.Hole(4, LOADED, Arg.Width.INT));
    String shown =
        "{target_fd=<"
            + group
            + ">, attach_bpf_fd=<"
            + LOADED
            + ">, attach_type=BPF_CGROUP_DEVICE, attach_flags=BPF_F_ALLOW_MULTI}";
    return Program.of(
        Step.of(Syscall.BPF, Arg.constant("BPF_PROG_LOAD", BPF_PROG_LOAD), load, Arg.of(48))
            .named(LOADED)
            .because("version 2 has no list of devices: a program decides, checked by the kernel"),
        Step.of(
                Syscall.BPF,
                Arg.constant("BPF_PROG_ATTACH", BPF_PROG_ATTACH),
                new Arg.Bytes("", attach, holes, shown),
                Arg.of(16))
            .because("whoever is in the group asks it before a device is opened or made"),
        Descriptors.close(LOADED).because("the group keeps it, and it goes with the group"));
  }
}
