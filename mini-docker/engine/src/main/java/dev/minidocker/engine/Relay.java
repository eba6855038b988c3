package dev.minidocker.engine;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;

/**
 * Moves bytes from one descriptor to another until the end of the first, on a thread of its own.
 */
final class Relay {
  private static final int BUFFER_BYTES = 65536;

  private final Thread thread;

  /** From a descriptor of the caller's to one of ours, which is closed at the end. */
  Relay(String name, int from, Fd to) {
    this(name, from, to.number(), to);
  }

  /** From one of ours, which is closed at the end, to a descriptor of the caller's. */
  Relay(String name, Fd from, int to) {
    this(name, from.number(), to, from);
  }

  private Relay(String name, int from, int to, Fd ours) {
    thread = new Thread(() -> move(from, to, ours), name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void move(int from, int to, Fd ours) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (ours) {
      while (true) {
        long length = Kernel.tryCall(Syscall.READ, from, buffer, buffer.length);
        if (length <= 0) {
          return; // the end; of a terminal whose last user has gone, it is EIO
        }
        if (!write(to, buffer, (int) length)) {
          return;
        }
      }
    }
  }

  /** Whether the reader is still there. */
  private static boolean write(int to, byte[] buffer, int length) {
    for (int done = 0; done < length; ) {
      byte[] rest = done == 0 ? buffer : java.util.Arrays.copyOfRange(buffer, done, length);
      long written = Kernel.tryCall(Syscall.WRITE, to, rest, length - done);
      if (written == -Errno.EPIPE.number() || written == -Errno.EIO.number()) {
        return false;
      } else if (written < 0) {
        throw new ErrnoException("write(" + to + ")", Errno.ofResult(written));
      }
      done += (int) written;
    }
    return true;
  }
}
