package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program says to its starter while it is not yet a container: 16-byte messages on one
 * socket, which is at the same time the line by which either side notices the death of the other.
 *
 * <p>The starter reads until end of file, which comes when the program has become something else
 * (its exec closes the socket) or is dead.
 */
public final class Report {

  /** The descriptor under which a started program finds the socket. */
  public static final int FD = 3;

  static final int BYTES = 16;

  /** "I am here": the write fails with EPIPE, or kills, if the starter is already gone. */
  static final int ALIVE = 1;

  /** "The container is this process." */
  static final int PID = 2;

  /** "I wait for you." The value is a number that both sides agreed on. */
  static final int ASK = 3;

  /** "This step's result was …", for steps that may fail without ending the program. */
  static final int RESULT = 4;

  /** "Here is the other side of my terminal"; the descriptor travels with the message. */
  static final int TERMINAL = 5;

  /** The name of the step that tells the container's process id. */
  static final String PID_STEP = "report.pid";

  private Report() {}

  /** Says that the program lives, and finds out whether its starter does. */
  public static Step alive() {
    return message(ALIVE, 0)
        .because("a starter that is already dead answers EPIPE, and SIGPIPE ends this program");
  }

  /**
   * Finds out whether the starter lives, and does not wake it: {@code ssize_t recv(int sockfd, void
   * *buf, size_t len, int flags)}, recv(2). EAGAIN says that it has not said anything; end of file,
   * that it never will.
   */
  public static Step starterLives() {
    return Step.of(
            Syscall.RECVFROM,
            Arg.of(FD),
            Arg.NULL,
            Arg.of(0),
            Arg.constant("MSG_PEEK|MSG_TRUNC|MSG_DONTWAIT", 0x2 | 0x20 | 0x40),
            Arg.NULL,
            Arg.NULL)
        .expecting(1)
        .tolerating(Errno.EAGAIN)
        .because("end of file would mean that the starter is already dead");
  }

  /**
   * Says which process the step {@code clone} made. Should the starter not live to say it, the
   * kernel names the sender of whatever the container itself says.
   */
  public static Step pidOf(String clone) {
    return messageWithHole(PID, clone)
        .named(PID_STEP)
        .because("the starter learns which process the container is");
  }

  /** Tells, in one message, the results of the steps of these names. */
  public static Step resultsOf(List<String> steps) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES * steps.size()).order(ByteOrder.LITTLE_ENDIAN);
    List<Arg.Hole> holes = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      bytes.putLong(i * BYTES, RESULT);
      holes.add(new Arg.Hole(i * BYTES + 8, steps.get(i), Arg.Width.LONG));
    }
    return Step.of(
        Syscall.WRITE,
        Arg.of(FD),
        new Arg.Bytes("", bytes, holes, "<results of " + String.join(", ", steps) + ">"),
        Arg.of(bytes.capacity()));
  }

  /** Asks the starter for what only it can do, and waits until it has. */
  public static Program ask(int question) {
    Arg answer = new Arg.Bytes(new byte[1], "\"\\1\"");
    return Program.of(
        message(ASK, question).because("the starter has to do something first"),
        Step.of(Syscall.READ, Arg.of(FD), answer, Arg.of(1))
            .expecting(1)
            .because("wait until it has; end of file would mean that it died"));
  }

  private static Step message(int tag, int value) {
    byte[] bytes = encode(tag, value);
    return write(new Arg.Bytes(bytes, Strace.quote(bytes)));
  }

  private static Step messageWithHole(int tag, String result) {
    List<Arg.Hole> holes = List.of(new Arg.Hole(8, result, Arg.Width.LONG));
    return write(new Arg.Bytes("", ByteBuffer.wrap(encode(tag, 0)), holes, "<" + result + ">"));
  }

  private static Step write(Arg.Bytes bytes) {
    return Step.of(Syscall.WRITE, Arg.of(FD), bytes, Arg.of(BYTES));
  }

  static byte[] encode(int tag, long value) {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(tag)
        .putLong(value)
        .array();
  }
}
