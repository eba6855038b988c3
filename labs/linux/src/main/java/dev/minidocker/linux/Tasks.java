package dev.minidocker.linux;

import static dev.minidocker.linux.Errno.EACCES;
import static dev.minidocker.linux.Errno.ENOENT;
import static dev.minidocker.linux.Errno.ENOTDIR;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Steps that make, change and end processes. */
public final class Tasks {
  private static final int SIGCHLD = 17;
  private static final int CLONE_ARGS_SIZE_VER0 = 64;
  private static final int CLONE_ARGS_SIZE_VER2 = 88;
  private static final int EXIT_SIGNAL_OFFSET = 32;
  private static final int CGROUP_OFFSET = 80;
  private static final long CLONE_INTO_CGROUP = 0x200000000L;
  private static final int NOT_FOUND = 127;

  private Tasks() {}

  /**
   * {@code long clone3(struct clone_args *cl_args, size_t size)}, clone(2): a second process, which
   * goes on at the step named {@code childStart}; this one goes on with the following step, and the
   * result is the new process's id.
   *
   * <p>EPERM: a namespace other than the user namespace needs CAP_SYS_ADMIN. ENOSPC: a limit on
   * namespaces or their nesting is reached. Linux 5.3.
   */
  public static Step cloneTo(String childStart, Collection<CloneFlag> flags) {
    Arg shown = Flag.set(flags);
    long bits = flags.stream().mapToLong(CloneFlag::bits).reduce(0, (a, b) -> a | b);
    ByteBuffer args = ByteBuffer.allocate(CLONE_ARGS_SIZE_VER0).order(ByteOrder.LITTLE_ENDIAN);
    // a sibling inherits the exit signal; clone3 insists that it is not named
    boolean sibling = flags.contains(CloneFlag.CLONE_PARENT);
    args.putLong(0, bits).putLong(EXIT_SIGNAL_OFFSET, sibling ? 0 : SIGCHLD);
    String signal = sibling ? "0" : "SIGCHLD";
    String text = "{flags=" + shown + ", exit_signal=" + signal + ", stack=NULL, stack_size=0}";
    return Step.of(Syscall.CLONE3, new Arg.Bytes(args.array(), text), Arg.of(CLONE_ARGS_SIZE_VER0))
        .on(0, childStart);
  }

  /**
   * The same step, whose new process begins in a group of cgroup version 2; clone(2),
   * CLONE_INTO_CGROUP. EBUSY: the group has groups with controllers in it. EACCES: it may not be
   * moved there. Linux 5.7.
   *
   * @param directory the name of the step that opened the group's directory
   */
  public static Step intoGroup(Step clone, String directory) {
    Arg.Bytes old = (Arg.Bytes) clone.args().get(0);
    ByteBuffer args = ByteBuffer.allocate(CLONE_ARGS_SIZE_VER2).order(ByteOrder.LITTLE_ENDIAN);
    args.put(old.content()).rewind();
    args.putLong(0, args.getLong(0) | CLONE_INTO_CGROUP);
    String text =
        old.text()
            .replaceFirst(", ", "|CLONE_INTO_CGROUP, ")
            .replaceFirst("}$", ", cgroup=<" + directory + ">}");
    Arg.Hole hole = new Arg.Hole(CGROUP_OFFSET, directory, Arg.Width.LONG);
    List<Arg> both =
        List.of(new Arg.Bytes(old.name(), args, List.of(hole), text), Arg.of(CLONE_ARGS_SIZE_VER2));
    return new Step(
        clone.call(),
        both,
        clone.name(),
        clone.atLeast(),
        clone.branches(),
        clone.next(),
        clone.why(),
        clone.chapter());
  }

  /** {@code int unshare(int flags)}, unshare(2). A new PID namespace is for children only. */
  public static Step unshare(CloneFlag... flags) {
    return Step.of(Syscall.UNSHARE, Flag.set(flags));
  }

  /** {@code int setns(int fd, int nstype)}, setns(2), with the namespace that a step opened. */
  public static Step enter(String descriptor, CloneFlag kind) {
    return Step.of(Syscall.SETNS, Arg.result(descriptor), Flag.set(kind));
  }

  /**
   * {@code prctl(PR_SET_PDEATHSIG, SIGKILL)}, prctl(2): the kernel kills this process when the
   * thread that made it ends. Cleared by setresuid(2) and by exec of a set-user-ID program, and
   * useless against a parent that is dead already.
   */
  public static Step dieWithParent() {
    return prctl(Arg.constant("PR_SET_PDEATHSIG", 1), Arg.constant("SIGKILL", 9));
  }

  /**
   * {@code prctl(PR_SET_NAME, name)}, prctl(2): what ps(1) and {@code /proc/self/comm} call this
   * process until its next exec; the kernel keeps 15 bytes of it. Without it a program is called
   * after the number of the descriptor that it was executed from.
   */
  public static Step named(String name) {
    return prctl(Arg.constant("PR_SET_NAME", 15), Arg.of(name));
  }

  static Step prctl(Arg... args) {
    return Step.of(Syscall.PRCTL, args);
  }

  /** {@code pid_t setsid(void)}, setsid(2): a session of its own, with no controlling terminal. */
  public static Step newSession() {
    return Step.of(Syscall.SETSID);
  }

  /** {@code void exit_group(int status)}, exit_group(2). */
  public static Step exit(int code) {
    return Step.of(Syscall.EXIT_GROUP, Arg.of(code));
  }

  /** {@code mode_t umask(mode_t mask)}, umask(2): permissions that new files will not get. */
  public static Step umask(int mask) {
    return Step.of(Syscall.UMASK, Arg.octal(mask));
  }

  /**
   * {@code int execve(const char *pathname, char *const argv[], char *const envp[])}, execve(2).
   *
   * <p>ENOENT: no such file, or its interpreter is missing. EACCES: not executable, or a directory.
   * ENOEXEC: neither a program nor a script. E2BIG: arguments and environment too long.
   */
  public static Step exec(String path, List<String> argv, List<String> environment) {
    return Step.of(Syscall.EXECVE, Arg.of(path), new Arg.Texts(argv), new Arg.Texts(environment));
  }

  /**
   * Runs the first of several files that can be run, as execvp(3) does: one that is not there, or
   * may not be run, is passed over. If there is none, the reasons are {@linkplain Report#resultsOf
   * reported} and the program ends with 127.
   */
  public static Program execFirstOf(
      List<String> paths, List<String> argv, List<String> environment) {
    List<Step> steps = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String path : paths) {
      String name = "exec." + steps.size();
      names.add(name);
      steps.add(
          exec(path, argv, environment)
              .named(name)
              .tolerating(ENOENT, EACCES, ENOTDIR)
              .because(
                  "if it is there and can be run, this program is over and the command begins"));
    }
    steps.add(
        Report.resultsOf(names).because("no candidate could be run: tell why, in the order tried"));
    steps.add(exit(NOT_FOUND).because("the code by which a shell says: command not found"));
    return new Program(steps);
  }
}
