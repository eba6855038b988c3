package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Signals;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.HostTerminal;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.time.Duration;
import java.util.Optional;

/**
 * Single keys from the terminal. However this process ends, and whenever it is suspended, the
 * terminal is put back as it was; only after SIGKILL nobody is left to do it.
 */
final class Keyboard implements AutoCloseable {
  private static final int STDIN = 0;
  private static final int SIGSTOP = 19;
  private static final int NO_MORE = -1;
  private static final int ESCAPE = 033;
  private static final Duration REST_OF_SEQUENCE = Duration.ofMillis(30);

  private final Fd keys = Fd.of(STDIN);

  private final HostTerminal terminal;
  private final Thread atExit = new Thread(this::giveBack, "terminal");
  private Runnable putBack;
  private boolean closed;

  private Keyboard(HostTerminal terminal) {
    this.terminal = terminal;
  }

  /** The keys of the standard input, if that is a terminal. */
  static Optional<Keyboard> open() {
    return HostTerminal.behind(STDIN).map(Keyboard::at);
  }

  private static Keyboard at(HostTerminal terminal) {
    Keyboard keyboard = new Keyboard(terminal);
    Runtime.getRuntime().addShutdownHook(keyboard.atExit);
    Signals.handle("TSTP", signal -> keyboard.suspend());
    keyboard.take();
    return keyboard;
  }

  private synchronized void take() {
    if (putBack == null && !closed) {
      putBack = terminal.takeKeys();
    }
  }

  private synchronized void giveBack() {
    if (putBack != null) {
      putBack.run();
      putBack = null;
    }
  }

  /**
   * What the kernel would have done by itself, with the terminal in order. The signal goes to this
   * very thread: another would be stopped a moment later, when the keys are taken again already.
   */
  private void suspend() {
    giveBack();
    long thread = Kernel.call(Syscall.GETTID);
    Kernel.call(Syscall.TGKILL, ProcessHandle.current().pid(), thread, SIGSTOP);
    take();
  }

  /** The next key, or {@link Key#END} when there will be none any more. */
  Key read() {
    int code = readCode();
    return code == ESCAPE && keys.awaitReadable(REST_OF_SEQUENCE)
        ? Key.ofSequence(readSequence())
        : Key.of(code);
  }

  /** The next key, if one is pressed within that time. */
  Optional<Key> poll(Duration atMost) {
    return keys.awaitReadable(atMost) ? Optional.of(read()) : Optional.empty();
  }

  /** Forgets what was pressed before anybody asked for it. */
  void forget() {
    while (keys.awaitReadable(Duration.ZERO) && readCode() != NO_MORE) {
      // pressed by mistake, or by impatience
    }
  }

  private int readCode() {
    byte[] one = new byte[1];
    try {
      return keys.read(one) == 0 ? NO_MORE : one[0] & 0xff;
    } catch (ErrnoException e) {
      return NO_MORE; // EIO: the terminal is gone
    }
  }

  /** What follows an escape, up to the letter or the tilde that ends it; ECMA-48. */
  private String readSequence() {
    StringBuilder sequence = new StringBuilder();
    int code = readCode();
    while (code >= ' ' && (sequence.isEmpty() || code < '@')) {
      sequence.append((char) code);
      code = readCode();
    }
    return code < 0 ? "" : sequence.append((char) code).toString();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    giveBack();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the process is ending already, and the hook finds nothing to do
    }
  }
}
