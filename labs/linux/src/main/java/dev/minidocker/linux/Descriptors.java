package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Steps about open files. */
public final class Descriptors {
  private static final Arg LAST = Arg.of(0xffffffffL);
  private static final int CLOSE_RANGE_CLOEXEC = 4;
  private static final int O_PATH = 010000000;
  private static final int RESOLVE_NO_XDEV = 1;
  private static final int RESOLVE_NO_SYMLINKS = 4;

  private Descriptors() {}

  /**
   * {@code int close_range(unsigned int first, unsigned int last, unsigned int flags)},
   * close_range(2): closes {@code first} and all above it. Linux 5.9.
   */
  public static Step closeFrom(int first) {
    return Step.of(Syscall.CLOSE_RANGE, Arg.of(first), LAST, Arg.of(0));
  }

  /** Has the kernel close {@code first} and all above it at exec; until then they stay open. */
  public static Step closeOnExecFrom(int first) {
    return Step.of(
        Syscall.CLOSE_RANGE,
        Arg.of(first),
        LAST,
        Arg.constant("CLOSE_RANGE_CLOEXEC", CLOSE_RANGE_CLOEXEC));
  }

  /** {@code int close(int fd)}, close(2), of what the step opened. */
  public static Step close(String descriptor) {
    return Step.of(Syscall.CLOSE, Arg.result(descriptor));
  }

  /** {@code int openat(int dirfd, const char *pathname, int flags)}, open(2), for reading. */
  public static Step openToRead(String path) {
    return open(path, "O_RDONLY|O_CLOEXEC", 02000000);
  }

  /** {@code int openat(int dirfd, const char *pathname, int flags)}, open(2), for writing. */
  public static Step openToWrite(String path) {
    return open(path, "O_WRONLY|O_CLOEXEC", 1 | 02000000);
  }

  /** {@code int openat(int dirfd, const char *pathname, int flags)}, open(2), for both. */
  public static Step openToReadAndWrite(String path) {
    return open(path, "O_RDWR|O_NOCTTY|O_CLOEXEC", 2 | 0400 | 02000000);
  }

  private static Step open(String path, String shown, long flags) {
    return Step.of(Syscall.OPENAT, Nodes.HERE, Arg.of(path), Arg.constant(shown, flags));
  }

  /** {@code ssize_t write(int fd, const void *buf, size_t count)}, write(2), ASCII text. */
  public static Step write(String descriptor, String text) {
    return Step.of(Syscall.WRITE, Arg.result(descriptor), Arg.of(text), Arg.of(text.length()))
        .expecting(text.length());
  }

  /** {@code int dup3(int oldfd, int newfd, int flags)}, dup(2): {@code number} becomes a copy. */
  public static Step copyTo(String descriptor, int number) {
    return Step.of(Syscall.DUP3, Arg.result(descriptor), Arg.of(number), Arg.of(0));
  }

  /** The same, closed at exec, onto the number that a step returned. */
  public static Step moveTo(String descriptor, String number) {
    return Step.of(
        Syscall.DUP3,
        Arg.result(descriptor),
        Arg.result(number),
        Arg.constant("O_CLOEXEC", 02000000));
  }

  /** {@code int dup(int oldfd)}, dup(2): the lowest free number, for whatever comes to need one. */
  public static Step reserve(int open) {
    return Step.of(Syscall.DUP, Arg.of(open));
  }

  /**
   * {@code int openat2(int dirfd, const char *pathname, const struct open_how *how, size_t size)},
   * openat2(2): the place of a file, not its content. EXDEV: the path leads from one mount into
   * another. Linux 5.6.
   */
  public static Step openWithinOneMount(String path) {
    return place(path, "RESOLVE_NO_XDEV", RESOLVE_NO_XDEV);
  }

  /** The same, but ELOOP: the path, or a part of it, is a symbolic link. */
  public static Step openWithoutLinks(String path) {
    return place(path, "RESOLVE_NO_SYMLINKS", RESOLVE_NO_SYMLINKS);
  }

  private static Step place(String path, String shown, int resolve) {
    ByteBuffer how = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    how.putLong(O_PATH | 02000000).putLong(0).putLong(resolve);
    return Step.of(
        Syscall.OPENAT2,
        Nodes.HERE,
        Arg.of(path),
        new Arg.Bytes(how.array(), "{flags=O_RDONLY|O_CLOEXEC|O_PATH, resolve=" + shown + "}"),
        Arg.of(how.capacity()));
  }
}
