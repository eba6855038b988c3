package dev.minidocker.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One system call as a value: what is asked, what answer is expected, and where to go from there.
 *
 * @param call the system call
 * @param args its arguments, at most six
 * @param name by which other steps refer to this one (its result, or as a place to go to), or ""
 * @param atLeast the smallest result that counts as success; 0 for almost every call
 * @param branches results that lead elsewhere, looked at before {@code atLeast}
 * @param next the step to go to after success, or {@link #FOLLOWING}
 * @param why one line for the reader: why this call, why here
 * @param chapter the lab that explains it, or ""
 */
public record Step(
    Syscall call,
    List<Arg> args,
    String name,
    long atLeast,
    List<Branch> branches,
    String next,
    String why,
    String chapter) {

  /** The step that follows in the program. */
  public static final String FOLLOWING = "";

  /** An {@link #atLeast} that every result satisfies. */
  public static final long WHATEVER_COMES = Long.MIN_VALUE;

  /** When the call returns {@code result}, go to the step of this name. */
  public record Branch(long result, String target) {}

  public Step {
    args = List.copyOf(args);
    branches = List.copyOf(branches);
    if (args.size() > 6) {
      throw new IllegalArgumentException(
          call + " with " + args.size() + " arguments; the kernel takes six");
    }
  }

  public static Step of(Syscall call, Arg... args) {
    return new Step(call, List.of(args), "", 0, List.of(), FOLLOWING, "", "");
  }

  /** Gives the step a name, for {@link Arg#result} and as a target of branches. */
  public Step named(String newName) {
    return new Step(call, args, newName, atLeast, branches, next, why, chapter);
  }

  public Step because(String newWhy) {
    return new Step(call, args, name, atLeast, branches, next, newWhy, chapter);
  }

  public Step inChapter(String newChapter) {
    return new Step(call, args, name, atLeast, branches, next, why, newChapter);
  }

  /** A result below this is a failure: 1 for a {@code read} that must not meet end of file. */
  public Step expecting(long newAtLeast) {
    return new Step(call, args, name, newAtLeast, branches, next, why, chapter);
  }

  /** Goes on elsewhere after success. */
  public Step thenGoTo(String newNext) {
    return new Step(call, args, name, atLeast, branches, newNext, why, chapter);
  }

  /** When the call returns exactly {@code result}, the program goes on at {@code target}. */
  public Step on(long result, String target) {
    List<Branch> more = new ArrayList<>(branches);
    more.add(new Branch(result, target));
    return new Step(call, args, name, atLeast, more, next, why, chapter);
  }

  /** When the call fails in this way, the program goes on at {@code target}. */
  public Step on(Errno errno, String target) {
    return on(-errno.number(), target);
  }

  /** Failing in one of these ways is as good as success. */
  public Step tolerating(Errno... errnos) {
    Step tolerant = this;
    for (Errno errno : errnos) {
      tolerant = tolerant.on(errno, next);
    }
    return tolerant;
  }

  /** Whether some result of this step leads to {@code other} by its name. */
  public boolean jumpsTo(Step other) {
    return !other.name.isEmpty()
        && (next.equals(other.name)
            || branches.stream().anyMatch(branch -> branch.target().equals(other.name)));
  }

  /** The call in the notation of strace(1). */
  @Override
  public String toString() {
    return args.stream().map(Arg::toString).collect(Collectors.joining(", ", call + "(", ")"));
  }
}
