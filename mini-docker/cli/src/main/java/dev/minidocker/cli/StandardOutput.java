package dev.minidocker.cli;

import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The end of standard output: a PrintStream tells only who asks that it could not write. */
final class StandardOutput {
  private static final int NUMBER = 1;
  private static final short POLLERR = 8;

  /** What a shell makes of an end by SIGPIPE, which the JVM does not die of. */
  private static final int NO_READER = 128 + 13;

  private StandardOutput() {}

  /**
   * Writes what is still to be written.
   *
   * @param code the exit code if everything that was printed has arrived
   * @return the exit code
   */
  static int finish(int code) {
    if (!System.out.checkError()) {
      return code;
    } else if (hasNoReader()) {
      return NO_READER; // as with `mini-docker images | head -1`: nobody wants the rest
    }
    System.err.println(
        "mini-docker: the output is lost: standard output cannot be written. Is its disk full?"
            + " See df -h; the command itself has been carried out");
    return code == 0 ? 1 : code;
  }

  /** poll(2): POLLERR is set for a pipe whose other end is closed. */
  private static boolean hasNoReader() {
    ByteBuffer poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(NUMBER);
    byte[] now = new byte[16];
    Kernel.tryCall(Syscall.PPOLL, poll.array(), 1, now, 0, 0);
    return (poll.getShort(6) & POLLERR) != 0;
  }
}
