package dev.minidocker.labs.pid;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A process number one that does its duties: it starts the command as its child, hands on signals,
 * reaps orphans, and ends as the command ends.
 *
 * <p>A command that is number one itself gets none of the signals that it has no handler for, and
 * its orphans stay zombies; pid_namespaces(7). This is what {@code --init} is for.
 *
 * <p>All signals are blocked and asked for one by one: a blocked signal waits, also at number one,
 * which would ignore it otherwise. The command's end is told apart from an orphan's by a pidfd,
 * which still means the command when its number is no longer taken.
 */
public final class InitProgram {
  private static final String NAME = "mini-init";
  private static final String COMMAND = "init.command";
  private static final String CHILD = "init.child";
  private static final String PIDFD = "init.pidfd";
  private static final String SIGNAL = "init.signal";
  private static final String REAP = "init.reap";
  private static final String ENDED = "init.ended";

  private static final EndAsChild END = new EndAsChild("init");
  private static final int SIGCHLD = 17;
  private static final Arg EVERY_SIGNAL = signals(-1, "~[]");
  private static final Arg NO_SIGNAL = signals(0, "[]");
  private static final Arg SIGNAL_SET_BYTES = Arg.of(8);
  private static final Arg WNOHANG = Arg.constant("WNOHANG", 1);

  private InitProgram() {}

  /**
   * The program of number one, around the steps that the command consists of.
   *
   * @param command ends in an exec or an exit. Its failures are reported as they would be without
   *     init; the container then ends with the code that the command's process ended with
   */
  public static Program around(Program command) {
    return start().then(loop()).then(END.asTheChildEnded(ENDED)).then(birth(command));
  }

  private static Program start() {
    return Program.of(
        Tasks.named(NAME).because("whoever lists processes sees what this one is for"),
        Step.of(
                Syscall.RT_SIGPROCMASK,
                Arg.constant("SIG_BLOCK", 0),
                EVERY_SIGNAL,
                Arg.NULL,
                SIGNAL_SET_BYTES)
            .because("number one ignores signals without a handler, but blocked ones wait for it"),
        Tasks.cloneTo(COMMAND, List.of()).named(CHILD).because("the command is number two"),
        Step.of(Syscall.PIDFD_OPEN, Arg.result(CHILD), Arg.of(0))
            .named(PIDFD)
            .because("a number may be taken again, this descriptor means the command for good"),
        END.openAccumulator(),
        Step.of(Syscall.CLOSE, Arg.of(Report.FD))
            .tolerating(Errno.EBADF)
            .because("the command's exec is to be the end of the report"));
  }

  private static Program loop() {
    return Program.of(
        Step.of(
                Syscall.RT_SIGTIMEDWAIT,
                EVERY_SIGNAL,
                Arg.NULL, // no siginfo
                Arg.NULL, // no limit of time
                SIGNAL_SET_BYTES)
            .named(SIGNAL)
            .on(SIGCHLD, REAP)
            .on(Errno.EINTR, SIGNAL)
            .because("sleep until there is something to do"),
        Step.of(Syscall.KILL, Arg.result(CHILD), Arg.result(SIGNAL))
            .tolerating(Errno.ESRCH, Errno.EPERM)
            .thenGoTo(SIGNAL)
            .because("a signal for the container is meant for the command"),
        Step.of(Syscall.WAIT4, Arg.of(-1), END.status(), WNOHANG, Arg.NULL)
            .named(REAP)
            .on(0, SIGNAL)
            .because(
                "whoever lost its parent is a child of number one, and a zombie until waited for"),
        Step.of(
                Syscall.WAITID,
                Arg.constant("P_PIDFD", 3),
                Arg.result(PIDFD),
                Arg.NULL,
                Arg.constant("WNOHANG|WEXITED|WNOWAIT", 0x1000005),
                Arg.NULL)
            .on(0, REAP)
            .on(Errno.ECHILD, ENDED)
            .because("was it the command? Then it cannot be waited for any more"));
  }

  /** In the child: as if there were no init. */
  private static Program birth(Program command) {
    ByteBuffer group = ByteBuffer.allocate(4);
    Arg.Hole ownNumber = new Arg.Hole(0, "init.group", Arg.Width.INT);
    return Program.of(
            Step.of(Syscall.SETPGID, Arg.of(0), Arg.of(0))
                .named(COMMAND)
                .because("Ctrl-C goes to a process group; number one would hand it on once more"),
            Step.of(Syscall.GETPID)
                .named("init.group")
                .because("the group has its first member's number"),
            Step.of(
                    Syscall.IOCTL,
                    Arg.of(0),
                    Arg.constant("TIOCSPGRP", 0x5410),
                    new Arg.Bytes("", group, List.of(ownNumber), "[<init.group>]"))
                .expecting(Step.WHATEVER_COMES)
                .because("where standard input is a terminal, the command is in its foreground"),
            Step.of(
                    Syscall.RT_SIGPROCMASK,
                    Arg.constant("SIG_SETMASK", 2),
                    NO_SIGNAL,
                    Arg.NULL,
                    SIGNAL_SET_BYTES)
                .because("exec keeps the mask: the command must not inherit it"))
        .then(command);
  }

  private static Arg signals(long set, String text) {
    return new Arg.Bytes(ByteBuffer.allocate(8).putLong(set).array(), text);
  }
}
