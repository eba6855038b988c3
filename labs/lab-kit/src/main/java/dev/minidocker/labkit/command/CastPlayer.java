package dev.minidocker.labkit.command;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows a {@link Cast}: space pauses and goes on, n jumps to the next scene, q ends. */
final class CastPlayer {
  private final Consumer<String> screen;
  private final Optional<Keyboard> keyboard;
  private final double speed;
  private boolean jumping;

  /**
   * @param screen takes what a terminal would show
   * @param keyboard listened to meanwhile
   * @param speed 2 is twice as fast as recorded; infinite does not wait at all
   */
  CastPlayer(Consumer<String> screen, Optional<Keyboard> keyboard, double speed) {
    this.screen = screen;
    this.keyboard = keyboard;
    this.speed = speed;
  }

  void play(Cast cast) {
    double limit = cast.header().idleSeconds() > 0 ? cast.header().idleSeconds() : 1e6;
    double time = 0;
    for (Cast.Event event : cast.events()) {
      double pause = Math.min(Math.max(0, event.seconds() - time), limit) / speed;
      time = Math.max(time, event.seconds());
      if (!jumping && !passes(pause)) {
        return;
      }
      if (event.kind().equals(Cast.MARKER)) {
        jumping = false;
      } else if (event.kind().equals(Cast.OUTPUT)) {
        screen.accept(event.data());
      }
    }
  }

  /** Lets time pass; false if the audience has gone. */
  private boolean passes(double seconds) {
    Duration pause = Duration.ofNanos((long) (seconds * 1e9));
    if (keyboard.isEmpty()) {
      new Tempo(true).rest(pause);
      return true;
    }
    long end = System.nanoTime() + pause.toNanos();
    long left = pause.toNanos();
    while (left > 0 && !jumping) {
      Optional<Key> key = keyboard.get().poll(Duration.ofNanos(left));
      if (key.isPresent() && !obeys(key.get())) {
        return false;
      }
      left = end - System.nanoTime();
    }
    return true;
  }

  private boolean obeys(Key key) {
    if (key == Key.PAUSE) {
      Key next = keyboard.orElseThrow().read();
      while (next != Key.PAUSE && next != Key.NEXT && !next.ends()) {
        next = keyboard.orElseThrow().read();
      }
      jumping = next == Key.NEXT;
      return !next.ends();
    }
    jumping = key == Key.NEXT;
    return !key.ends();
  }
}
