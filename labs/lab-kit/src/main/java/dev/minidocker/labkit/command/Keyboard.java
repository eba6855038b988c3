package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Signals;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.HostTerminal;
import dev.minidocker.linux.Processes;
import java.io.IOException;
import java.util.Optional;

/**
 * Single keys from the terminal. However this process ends, and whenever it is suspended, the
 * terminal is put back as it was; only after SIGKILL nobody is left to do it.
 */
final class Keyboard implements AutoCloseable {
  private static final int STDIN = 0;
  private static final int SIGSTOP = 19;
  private static final int NO_MORE = -1;

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

  /** What the kernel would have done by itself, with the terminal in order. */
  private void suspend() {
    giveBack();
    try (Fd self = Processes.open((int) ProcessHandle.current().pid())) {
      Processes.signal(self, SIGSTOP);
    }
    take();
  }

  /** The next key, or -1 when there will be none any more. */
  int read() {
    try {
      return System.in.read();
    } catch (IOException e) {
      return NO_MORE; // the terminal is gone
    }
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
