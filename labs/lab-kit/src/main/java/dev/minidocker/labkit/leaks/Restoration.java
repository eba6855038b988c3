package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.ErrnoException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the machine back: removes what the journals of killed experiments name, the latest first. An
 * experiment that still runs is never touched, since it holds the lock on its journal.
 */
public final class Restoration {

  /** What was done with a trace, in words. */
  public sealed interface Deed {

    /** It was there, and is gone. */
    record Removed(Trace trace) implements Deed {}

    /** It is still there. */
    record Kept(Trace trace, String why) implements Deed {}

    /** A line of a journal that nobody understands. */
    record Unknown(String line) implements Deed {}
  }

  private final Path home;
  private final Consumer<Deed> tell;

  /**
   * @param home of this user's journals
   * @param tell hears of everything that is done or refused, as it happens
   */
  public Restoration(Path home, Consumer<Deed> tell) {
    this.home = home;
    this.tell = tell;
  }

  /** Restores from all journals that no experiment holds. */
  public void run() throws IOException {
    for (Path file : Journal.all(home)) {
      Optional<Journal> abandoned = Journal.lock(file);
      if (abandoned.isPresent()) {
        try (Journal journal = abandoned.get()) {
          restore(journal);
        }
      }
    }
  }

  private void restore(Journal journal) throws IOException {
    Journal.Content content = Journal.read(journal.file());
    content.unknown().forEach(line -> tell.accept(new Deed.Unknown(line)));
    boolean allGone = true;
    for (Trace trace : content.traces()) {
      allGone &= !trace.isThere() || remove(trace);
    }
    if (allGone) {
      journal.done();
    }
  }

  private boolean remove(Trace trace) {
    Optional<String> objection = trace.objection();
    if (objection.isPresent()) {
      tell.accept(new Deed.Kept(trace, objection.get()));
      return false;
    }
    try {
      trace.remove();
    } catch (ErrnoException e) {
      tell.accept(new Deed.Kept(trace, e.getMessage()));
      return false;
    }
    tell.accept(new Deed.Removed(trace));
    return true;
  }
}
