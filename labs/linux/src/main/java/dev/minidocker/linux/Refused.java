package dev.minidocker.linux;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A system call that the kernel refused.
 *
 * @param call which one
 * @param args its arguments: {@code Long} for a number, {@code String} for a text, {@code byte[]}
 *     for memory, {@code List} for several texts; {@code null} for a null pointer
 * @param errno the answer
 * @param before the steps of the same program that come before it; none for a call of this JVM
 */
record Refused(Syscall call, List<Object> args, Errno errno, List<Step> before) {

  /** A call that this JVM made. */
  static Refused byKernel(Syscall call, Object[] args, Errno errno) {
    return new Refused(call, Arrays.stream(args).map(Refused::plain).toList(), errno, List.of());
  }

  /** The step at {@code index} of a program. */
  static Refused inProgram(Program program, int index, Errno errno) {
    Step step = program.steps().get(index);
    List<Object> args = step.args().stream().map(Refused::value).toList();
    return new Refused(step.call(), args, errno, program.steps().subList(0, index));
  }

  private static Object plain(Object arg) {
    if (arg instanceof Flag flag) {
      return flag.bits();
    }
    return arg instanceof Number number ? (Object) number.longValue() : arg == null ? 0L : arg;
  }

  private static Object value(Arg arg) {
    if (arg instanceof Arg.Value value) {
      return value.value();
    } else if (arg instanceof Arg.Text text) {
      return text.value();
    } else if (arg instanceof Arg.Texts texts) {
      return texts.values();
    } else if (arg instanceof Arg.Bytes bytes) {
      byte[] content = new byte[bytes.content().remaining()];
      bytes.content().get(content);
      return content;
    }
    return arg;
  }

  /** The argument as a number, 0 if it is none. */
  long number(int index) {
    return index < args.size() && args.get(index) instanceof Long number ? number : 0;
  }

  Optional<String> text(int index) {
    return index < args.size() && args.get(index) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  /** Whether the flags in this argument include {@code flag}. */
  boolean has(int index, Flag flag) {
    return (number(index) & flag.bits()) != 0;
  }

  /** The flags of clone3(2), which stand first in its structure, or of unshare(2). */
  long cloneFlags() {
    return call == Syscall.CLONE3 && args.get(0) instanceof byte[] structure
        ? java.nio.ByteBuffer.wrap(structure).order(ByteOrder.LITTLE_ENDIAN).getLong(0)
        : number(0);
  }

  /** The first text that is an absolute path. */
  Optional<String> path() {
    return args.stream()
        .filter(arg -> arg instanceof String text && text.startsWith("/"))
        .map(String.class::cast)
        .findFirst();
  }

  /** The file behind the descriptor that this JVM wrote to. */
  Optional<String> file(Situation situation) {
    return call == Syscall.WRITE && before.isEmpty()
        ? situation.link("/proc/self/fd/" + number(0)).filter(file -> file.startsWith("/"))
        : Optional.empty();
  }

  /** Whether the program had already left the root directory, so that paths mean other files. */
  boolean isElsewhere() {
    return before.stream()
        .anyMatch(
            step ->
                step.call() == Syscall.PIVOT_ROOT
                    || step.call() == Syscall.CHROOT
                    || step.call() == Syscall.SETNS);
  }

  /** Whether an earlier step made a user namespace, in which this process has every capability. */
  boolean inNewUserNamespace() {
    return makesNamespace(CloneFlag.CLONE_NEWUSER);
  }

  /** Whether an earlier step of the program made a namespace of this kind. */
  boolean makesNamespace(CloneFlag kind) {
    return before.stream()
        .filter(step -> step.call() == Syscall.CLONE3 || step.call() == Syscall.UNSHARE)
        .map(step -> inProgram(Program.of(step), 0, Errno.EPERM))
        .anyMatch(earlier -> (earlier.cloneFlags() & kind.bits()) != 0);
  }
}
