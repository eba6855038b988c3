package dev.minidocker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Keeps the signals that arrive before there is a container to pass them to. */
final class PendingSignals {
  private final List<Integer> waiting = new ArrayList<>();
  private IntConsumer receiver;

  synchronized void receive(int signal) {
    if (receiver == null) {
      waiting.add(signal);
    } else {
      receiver.accept(signal);
    }
  }

  synchronized void deliverTo(IntConsumer newReceiver) {
    receiver = newReceiver;
    waiting.forEach(newReceiver::accept);
    waiting.clear();
  }
}
