package dev.minidocker.cli;

import java.util.function.IntConsumer;

/**
 * Ends a container that Ctrl-C does not end.
 *
 * <p>The kernel keeps from the first process of a pid namespace every signal that it does not
 * handle, so SIGINT and SIGTERM do nothing to most programs there. Who insists means it.
 */
final class StubbornContainer {
  private static final int SIGINT = 2;
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int PATIENCE = 3;

  private final IntConsumer container;
  private int asked;

  StubbornContainer(IntConsumer container) {
    this.container = container;
  }

  /** Passes a signal on; the third request to end is one that cannot be ignored. */
  synchronized void signal(int signal) {
    asked += signal == SIGINT || signal == SIGTERM ? 1 : 0;
    if (asked == PATIENCE) {
      System.err.println(
          "mini-docker: asked to end "
              + PATIENCE
              + " times, the container's process 1 goes on: killed. With --init it would have heard");
      container.accept(SIGKILL);
    } else {
      container.accept(signal);
    }
  }
}
