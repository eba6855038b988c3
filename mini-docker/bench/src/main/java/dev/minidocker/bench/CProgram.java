package dev.minidocker.bench;

import dev.minidocker.linux.Arch;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A container's program in C: the same calls, in the same order, with the same arguments, results,
 * branches and tolerated errnos.
 *
 * <p>It is what a C programmer in a hurry would write. There is no starter: one {@code
 * clone(CLONE_VM|CLONE_VFORK|…)} makes the container, which makes the starter's calls itself, one
 * after the other, before its own. Nothing is copied, nothing is compiled, nobody reports. The
 * frame around the steps is {@code frame.c}.
 */
final class CProgram {
  private static final String FRAME = "frame.c";
  private static final long PARENT_AND_FILES = 0x8000 | 0x400;

  private final Program program;
  private final int clone;
  private final int start;

  private CProgram(Program program) {
    this.program = program;
    this.clone = cloneOf(program);
    this.start = program.indexOf(program.steps().get(clone).branches().get(0).target());
  }

  /**
   * The source of a program that makes one container per line it reads, and answers each with the
   * nanoseconds that it took.
   *
   * @param program one whose starter ends after its clone3, as the engine's do
   */
  static String of(Program program) {
    return new CProgram(program).source();
  }

  private static int cloneOf(Program program) {
    List<Step> steps = program.steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).call() == Syscall.CLONE3) {
        return i;
      }
    }
    throw new IllegalArgumentException("the program makes no container");
  }

  private String source() {
    List<Step> steps = program.steps();
    CArguments arguments = new CArguments(program);
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      if (isOfContainer(i)) {
        body.append(statement(i, arguments));
      }
    }
    return "#define CONTAINER_FLAGS "
        + cloneFlags()
        + "\n#define REPORT_FD "
        + Report.FD
        + "\n"
        + frame(
            "STEPS",
            arguments.definitions()
                + "\nstatic int container(void *unused) {\n"
                + "  (void)unused;\n  connect_descriptors();\n"
                + body
                + "  return 0;\n}\n");
  }

  /** All but the clone, the report on it, and the starter's exit. */
  private boolean isOfContainer(int index) {
    Step step = program.steps().get(index);
    boolean starterAfterClone = index >= clone && index < start;
    return !starterAfterClone || (index > clone + 1 && step.call() != Syscall.EXIT_GROUP);
  }

  private String statement(int index, CArguments arguments) {
    Step step = program.steps().get(index);
    StringBuilder c = new StringBuilder();
    c.append("s").append(index).append(": __attribute__((unused)); // ").append(oneLine(step));
    c.append("\n  r = call(").append(step.call().number(Arch.host()));
    c.append(", a[").append(index).append("]);\n");
    c.append(arguments.stores(step.name()));
    for (Step.Branch branch : step.branches()) {
      c.append("  if (r == ").append(branch.result()).append("L) goto s");
      c.append(target(branch.target(), index)).append(";\n");
    }
    if (step.atLeast() != Step.WHATEVER_COMES) {
      c.append("  if (r < ")
          .append(step.atLeast())
          .append("L) fail(")
          .append(index)
          .append(", r);\n");
    }
    if (!step.next().equals(Step.FOLLOWING)) {
      c.append("  goto s").append(target(step.next(), index)).append(";\n");
    }
    return c.toString();
  }

  private int target(String name, int from) {
    int target = name.equals(Step.FOLLOWING) ? from + 1 : program.indexOf(name);
    while (!isOfContainer(target)) {
      target++;
    }
    return target;
  }

  private static String oneLine(Step step) {
    return step.toString().replace('\\', '/'); // a backslash at the end would continue the comment
  }

  private String cloneFlags() {
    Arg.Bytes args = (Arg.Bytes) program.steps().get(clone).args().get(0);
    long flags = args.content().order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    return Long.toString(flags & ~PARENT_AND_FILES) + "L";
  }

  private static String frame(String marker, String content) {
    return Server.source(FRAME).replace("// " + marker + "\n", content);
  }
}
