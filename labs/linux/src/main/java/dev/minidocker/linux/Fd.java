package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * An open file descriptor of this JVM, closed exactly once.
 *
 * <p>Every descriptor made here is close-on-exec: nothing is handed to a program that was not asked
 * for.
 */
public final class Fd implements AutoCloseable {
  private static final int AT_FDCWD = -100;
  private static final int O_CLOEXEC = 02000000;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int RESOLVE_NO_MAGICLINKS = 0x02;
  private static final int RESOLVE_IN_ROOT = 0x10;
  private static final int AF_UNIX = 1;
  private static final short POLLIN = 1;
  private static final int SOCK_SEQPACKET_CLOEXEC = 5 | O_CLOEXEC;

  private int number;

  private Fd(int number) {
    this.number = number;
  }

  /** Takes over a descriptor that a system call returned. */
  public static Fd of(long number) {
    return new Fd(Math.toIntExact(number));
  }

  /** {@code int openat(int dirfd, const char *pathname, int flags, mode_t mode)}, open(2). */
  public static Fd open(String path, int flags, int mode) {
    return of(Kernel.call(Syscall.OPENAT, AT_FDCWD, path, flags | O_CLOEXEC, mode));
  }

  /**
   * Opens a file below a directory that every {@code ..} and every symbolic link on the way takes
   * for the root, so that nothing outside is reached; openat2(2), Linux 5.6.
   *
   * @param flags {@code O_CLOEXEC} is added
   * @return the descriptor, or the errno, negated
   */
  public static long tryOpenInRoot(Fd root, String path, long flags) {
    byte[] how =
        ByteBuffer.allocate(24)
            .order(ByteOrder.nativeOrder())
            .putLong(flags | O_CLOEXEC)
            .putLong(0)
            .putLong(RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)
            .array();
    long result;
    do {
      result = Kernel.tryCall(Syscall.OPENAT2, root.number(), path, how, how.length);
    } while (result == -Errno.EAGAIN.number()); // something was renamed meanwhile
    return result;
  }

  /** Two connected sockets that keep the boundaries of messages, socketpair(2). */
  public static Fd[] socketPair() {
    byte[] pair = new byte[8];
    Kernel.call(Syscall.SOCKETPAIR, AF_UNIX, SOCK_SEQPACKET_CLOEXEC, 0, pair);
    return twoFrom(pair);
  }

  /** A pipe: read end first, pipe(2). */
  public static Fd[] pipe() {
    byte[] pair = new byte[8];
    Kernel.call(Syscall.PIPE2, pair, O_CLOEXEC);
    return twoFrom(pair);
  }

  private static Fd[] twoFrom(byte[] pair) {
    ByteBuffer numbers = ByteBuffer.wrap(pair).order(ByteOrder.nativeOrder());
    return new Fd[] {of(numbers.getInt()), of(numbers.getInt())};
  }

  /** A second descriptor for the same file, numbered {@code atLeast} or higher, fcntl(2). */
  public Fd duplicate(int atLeast) {
    return of(Kernel.call(Syscall.FCNTL, number(), F_DUPFD_CLOEXEC, atLeast));
  }

  /**
   * read(2) into the buffer.
   *
   * @return how many bytes, 0 at end of file
   */
  public int read(byte[] buffer) {
    return (int) Kernel.call(Syscall.READ, number(), buffer, buffer.length);
  }

  /**
   * Waits until there is something to read, be it the end of the file; ppoll(2).
   *
   * @return whether there is, within that time
   */
  public boolean awaitReadable(Duration atMost) {
    ByteBuffer pollfd = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    pollfd.putInt(number()).putShort(POLLIN);
    ByteBuffer timespec = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    timespec.putLong(atMost.toSeconds()).putLong(atMost.toNanosPart());
    return Kernel.call(Syscall.PPOLL, pollfd.array(), 1, timespec.array(), null, 0) > 0;
  }

  /** write(2), as often as it takes. */
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /** write(2) of a part of the buffer, as often as it takes. */
  public void write(byte[] bytes, int offset, int length) {
    int written = 0;
    while (written < length) {
      written += Kernel.write(number(), bytes, offset + written, length - written);
    }
  }

  /** The number that the kernel knows this descriptor by. */
  public int number() {
    if (number < 0) {
      throw new IllegalStateException("this descriptor is closed");
    }
    return number;
  }

  @Override
  public synchronized void close() {
    if (number >= 0) {
      Kernel.tryCall(Syscall.CLOSE, number);
      number = -1;
    }
  }

  @Override
  public String toString() {
    return number < 0 ? "closed" : Integer.toString(number);
  }
}
