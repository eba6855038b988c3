package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * By which one process of a program tells another that something is ready: first {@link #plant} and
 * then a clone; one side {@linkplain #raise raises} it, the other {@linkplain #await waits} for
 * that, or for the death of the first. eventfd(2), pidfd_open(2).
 */
public final class Signpost {
  private static final int EFD_NONBLOCK_CLOEXEC = 04000 | 02000000;
  private static final int POLLIN = 1;
  private static final String ONE = "\"\\1\\0\\0\\0\\0\\0\\0\\0\"";

  private final String name;

  /**
   * @param name begins the names of its steps
   */
  public Signpost(String name) {
    this.name = name;
  }

  /** The steps of the process that will raise it, before it clones the one that will wait. */
  public Program plant() {
    return Program.of(
        Step.of(Syscall.GETPID).named(name + ".pid").because("which process is this?"),
        Step.of(Syscall.PIDFD_OPEN, Arg.result(name + ".pid"), Arg.of(0))
            .named(name + ".process")
            .because("who waits must notice if this process dies"),
        Step.of(
                Syscall.EVENTFD2,
                Arg.of(0),
                Arg.constant("EFD_CLOEXEC|EFD_NONBLOCK", EFD_NONBLOCK_CLOEXEC))
            .named(name)
            .because("a counter, 0 until all is ready"));
  }

  /** Says that it is ready. */
  public Step raise() {
    byte[] one = littleEndian(8).putLong(1).array();
    return Step.of(Syscall.WRITE, Arg.result(name), new Arg.Bytes(one, ONE), Arg.of(8))
        .because("it is ready");
  }

  /** Waits until it is ready. EAGAIN: the other process died before that. */
  public Program await() {
    return Program.of(
        Step.of(
                Syscall.PPOLL,
                new Arg.Bytes("", polled(), holes(), shown()),
                Arg.of(2),
                Arg.NULL,
                Arg.NULL,
                Arg.of(0))
            .expecting(1)
            .because("until it is ready, or the one who makes it has died"),
        Step.of(Syscall.READ, Arg.result(name), new Arg.Bytes(new byte[8], ONE), Arg.of(8))
            .expecting(8)
            .because("ready, or else EAGAIN"));
  }

  /** Two of {@code struct pollfd}: int fd; short events; short revents. */
  private static ByteBuffer polled() {
    return littleEndian(16).putShort(4, (short) POLLIN).putShort(12, (short) POLLIN);
  }

  private List<Arg.Hole> holes() {
    return List.of(
        new Arg.Hole(0, name, Arg.Width.INT), new Arg.Hole(8, name + ".process", Arg.Width.INT));
  }

  private String shown() {
    return "[{fd=<" + name + ">, events=POLLIN}, {fd=<" + name + ".process>, events=POLLIN}]";
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
