package dev.minidocker.labkit;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;

/**
 * Pieces of programs in which a process has a child. The {@code name} of a piece must be unique in
 * the program; it is also the name of the step whose result is the child's pid.
 */
public final class Fork {
  private static final int SECONDS_TO_GET_READY = 5;
  private static final short POLLIN = 1;

  private Fork() {}

  /** The child does its part and ends; only then does its parent go on. */
  public static Program andWait(String name, Collection<CloneFlag> namespaces, Program child) {
    return birth(name, namespaces)
        .then(bound(name))
        .then(child)
        .then(
            Tasks.exit(0),
            Step.of(Syscall.WAIT4, Arg.result(name), Arg.NULL, Arg.of(0), Arg.NULL)
                .named(parent(name))
                .because("the parent goes on when the child has ended"));
  }

  /**
   * Parent and child do their parts at the same time; then the parent waits for the child's end.
   */
  public static Program andMeet(
      String name, Collection<CloneFlag> namespaces, Program child, Program parent) {
    return birth(name, namespaces)
        .then(bound(name))
        .then(child)
        .then(Tasks.exit(0), Step.of(Syscall.GETPID).named(parent(name)))
        .then(parent)
        .then(Step.of(Syscall.WAIT4, Arg.result(name), Arg.NULL, Arg.of(0), Arg.NULL));
  }

  /** The child does its part and stays; its parent goes on when that part is done. */
  public static Program andStay(String name, Collection<CloneFlag> namespaces, Program child) {
    return staying(name, namespaces, bound(name), child, Program.EMPTY);
  }

  /**
   * Like {@link #andStay}, but when its part is done the child goes on to serve others.
   *
   * @param service steps that never come to an end; the parent does not wait for any of them
   */
  public static Program andServe(
      String name, Collection<CloneFlag> namespaces, Program child, Program service) {
    return staying(name, namespaces, bound(name), child, service);
  }

  /**
   * Like {@link #andStay}, but the child stays also when its parent has ended. Only for containers
   * with a PID namespace, whose end ends it.
   */
  public static Program andOutlive(String name, Collection<CloneFlag> namespaces, Program child) {
    Program free = Program.of(Step.of(Syscall.GETPPID).named(start(name)));
    return staying(name, namespaces, free, child, Program.EMPTY);
  }

  /** A child whose parent has died before it said so would not hear of it any more. */
  private static Program bound(String name) {
    return Program.of(Tasks.dieWithParent().named(start(name)), Report.starterLives());
  }

  private static Program staying(
      String name,
      Collection<CloneFlag> namespaces,
      Program first,
      Program child,
      Program service) {
    String ready = name + ".ready";
    String stays = name + ".stays";
    return Program.of(
            Step.of(Syscall.EVENTFD2, Arg.of(0), Arg.of(0))
                .named(ready)
                .because("the child will tell by it that it is ready"))
        .then(birth(name, namespaces))
        .then(first)
        .then(child)
        .then(Step.of(Syscall.WRITE, Arg.result(ready), number(1, "\"\\1\""), Arg.of(8)))
        .then(service)
        .then(
            Step.of(Syscall.PPOLL, Arg.NULL, Arg.of(0), Arg.NULL, Arg.NULL, Arg.of(0))
                .named(stays)
                .on(Errno.EINTR, stays)
                .because("the child stays, until a signal ends it"),
            waitFor(ready)
                .named(parent(name))
                .because("the parent goes on when the child is ready; one that failed is not"));
  }

  private static Program birth(String name, Collection<CloneFlag> namespaces) {
    return Program.of(Tasks.cloneTo(start(name), namespaces).named(name).thenGoTo(parent(name)));
  }

  private static String start(String name) {
    return name + ".child";
  }

  private static String parent(String name) {
    return name + ".parent";
  }

  private static Step waitFor(String descriptor) {
    ByteBuffer pollfd = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putShort(4, POLLIN);
    List<Arg.Hole> fd = List.of(new Arg.Hole(0, descriptor, Arg.Width.INT));
    return Step.of(
            Syscall.PPOLL,
            new Arg.Bytes("", pollfd, fd, "[{fd=<" + descriptor + ">, events=POLLIN}]"),
            Arg.of(1),
            number(SECONDS_TO_GET_READY, "{tv_sec=" + SECONDS_TO_GET_READY + ", tv_nsec=0}"),
            Arg.NULL,
            Arg.of(0))
        .expecting(1);
  }

  /** A number and eight bytes of nothing behind it: a counter, or a time in whole seconds. */
  private static Arg number(long number, String text) {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(number);
    return new Arg.Bytes(bytes.array(), text);
  }
}
