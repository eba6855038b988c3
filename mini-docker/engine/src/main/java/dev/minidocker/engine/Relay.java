package dev.minidocker.engine;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/**
 * Moves bytes from one descriptor to another until the end of the first, on a thread of its own.
 */
final class Relay implements AutoCloseable {
  private static final int BUFFER_BYTES = 65536;
  private static final Set<Errno> NOBODY_LISTENS = Set.of(Errno.EPIPE, Errno.EIO, Errno.EBADF);
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;

  private final Thread thread;
  private final Fd ours;
  private volatile Errno refusal;

  /** From a descriptor of the caller's to one of ours, which is closed at the end. */
  Relay(String name, int from, Fd to) {
    this(name, from, to.number(), to);
  }

  /** From one of ours, which is closed at the end, to a descriptor of the caller's. */
  Relay(String name, Fd from, int to) {
    this(name, from.number(), to, from);
  }

  private Relay(String name, int from, int to, Fd ours) {
    this.ours = ours;
    thread = new Thread(() -> move(from, to, ours), name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Waits until nothing moves any more; returns why not everything was moved, if so. */
  Optional<Errno> awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(refusal);
  }

  /** Gives our descriptor back if nothing is moved; otherwise that happens at the end. */
  @Override
  public void close() {
    if (thread.getState() == Thread.State.NEW) {
      ours.close();
    }
  }

  private void move(int from, int to, Fd ours) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (ours) {
      while (true) {
        long length = Kernel.tryCall(Syscall.READ, from, buffer, buffer.length);
        if (length == -Errno.EAGAIN.number()) {
          await(from, POLLIN);
          continue;
        } else if (length <= 0) {
          return; // the end; of a terminal whose last user has gone, it is EIO
        }
        if (!write(to, buffer, (int) length)) {
          return;
        }
      }
    }
  }

  /** Whether the reader is still there, and takes it. */
  private boolean write(int to, byte[] buffer, int length) {
    for (int done = 0; done < length; ) {
      byte[] rest = done == 0 ? buffer : java.util.Arrays.copyOfRange(buffer, done, length);
      long written = Kernel.tryCall(Syscall.WRITE, to, rest, length - done);
      if (written == -Errno.EAGAIN.number()) {
        await(to, POLLOUT);
        continue;
      } else if (written < 0) {
        Errno errno = Errno.ofResult(written);
        refusal = NOBODY_LISTENS.contains(errno) ? null : errno;
        return false;
      }
      done += (int) written;
    }
    return true;
  }

  /** The caller's descriptor may be non-blocking: it shares that with whoever opened it. */
  private static void await(int fd, short event) {
    byte[] poll =
        ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(fd).putShort(event).array();
    Kernel.call(Syscall.PPOLL, poll, 1, 0, 0, 0);
  }
}
