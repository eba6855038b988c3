package dev.minidocker.labkit;

import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One step of an {@link Experiment}: tell, act, look from both sides, and compare with what was
 * expected.
 *
 * @param narration what the lecturer says before anything happens
 * @param action what happens then
 * @param observation where everybody looks afterwards
 * @param expectations what they should see
 */
public record Scene(
    String narration,
    Action action,
    Optional<Observation> observation,
    List<Expectation> expectations) {

  public Scene {
    expectations = List.copyOf(expectations);
  }

  /** A scene in which nothing happens yet. */
  public static Scene narrated(String narration) {
    return new Scene(narration, Action.NOTHING, Optional.empty(), List.of());
  }

  public Scene doing(Action newAction) {
    return new Scene(narration, newAction, observation, expectations);
  }

  /** Looks at one thing from the host and from inside the container. */
  public Scene observing(String what, HostLook fromTheHost, Look fromInside) {
    Observation both = new Observation(what, fromTheHost, fromInside);
    return new Scene(narration, action, Optional.of(both), expectations);
  }

  /** States what the two views must have in common, or must not; one of possibly several. */
  public Scene expecting(String text, Expectation.Test test) {
    List<Expectation> more = new ArrayList<>(expectations);
    more.add(new Expectation(text, test));
    return new Scene(narration, action, observation, more);
  }

  /**
   * What processes do in it, as far as that is known before it is played: the action, and the look.
   */
  List<Program> programs() {
    List<Program> programs = new ArrayList<>();
    if (action instanceof Action.Inside inside) {
      programs.add(inside.program());
    } else if (action instanceof Action.Beside beside) {
      planned(beside).ifPresent(programs::add);
    }
    observation.map(seen -> seen.container().program()).ifPresent(programs::add);
    return programs;
  }

  /** As if the container were this JVM; nothing for a program that needs more to be known. */
  private static Optional<Program> planned(Action.Beside beside) {
    try {
      Host self = new Host((int) ProcessHandle.current().pid());
      return Optional.of(beside.program().apply(self));
    } catch (IndexOutOfBoundsException | NoSuchElementException | ErrnoException e) {
      return Optional.empty();
    }
  }
}
