package dev.minidocker.linux;

import java.nio.channels.ClosedChannelException;

/**
 * A socket whose number stays its own while a thread is in a system call about it: it is closed
 * when the last of them has returned, for which closing wakes them.
 */
final class SocketInUse {
  private static final int SHUT_RDWR = 2;

  private final Fd fd;
  private int users;
  private boolean closed;

  SocketInUse(Fd fd) {
    this.fd = fd;
  }

  /** Its number, until {@link #leave}. */
  synchronized int enter() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
    users++;
    return fd.number();
  }

  synchronized void leave() {
    users--;
    if (closed && users == 0) {
      fd.close();
    }
  }

  synchronized boolean isOpen() {
    return !closed;
  }

  /** shutdown(2) wakes also who waits at a socket that is not connected. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      Kernel.tryCall(Syscall.SHUTDOWN, fd.number(), SHUT_RDWR);
      if (users == 0) {
        fd.close();
      }
    }
  }
}
