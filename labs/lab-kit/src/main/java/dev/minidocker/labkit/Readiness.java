package dev.minidocker.labkit;

import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** Whether there is something to read; ppoll(2). */
final class Readiness {
  private static final short POLLIN = 1;

  private Readiness() {}

  /** Waits until {@code descriptor} can be read, or is at its end. */
  static boolean await(Fd descriptor, Duration atMost) {
    ByteBuffer pollfd = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    pollfd.putInt(descriptor.number()).putShort(POLLIN);
    ByteBuffer timespec = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    timespec.putLong(atMost.toSeconds()).putLong(atMost.toNanosPart());
    return Kernel.call(Syscall.PPOLL, pollfd.array(), 1, timespec.array(), null, 0) > 0;
  }
}
