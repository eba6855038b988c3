package dev.minidocker.labkit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happened when an experiment ran.
 *
 * @param experiment what was run
 * @param events in their order
 */
public record Transcript(Experiment experiment, List<Event> events) {

  public Transcript {
    events = List.copyOf(events);
  }

  /** Whether everything was as expected and nothing stayed behind. */
  public boolean succeeded() {
    return events.stream().noneMatch(Transcript::spoils)
        && events(Event.Verdict.class).count() == expectations();
  }

  private long expectations() {
    return skipped()
        ? 0
        : experiment.scenes().stream().mapToLong(scene -> scene.expectations().size()).sum();
  }

  /** Whether this machine could not run it. */
  public boolean skipped() {
    return events(Event.Skipped.class).findAny().isPresent();
  }

  /** The events of one kind. */
  public <E extends Event> Stream<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast);
  }

  private static boolean spoils(Event event) {
    return event instanceof Event.Failure
        || event instanceof Event.Stopped
        || (event instanceof Event.Verdict verdict && !verdict.met())
        || (event instanceof Event.Left left && !left.leftovers().isEmpty());
  }

  @Override
  public String toString() {
    return Stream.concat(
            Stream.of(experiment.name() + ": " + experiment.objective()),
            events.stream().map(Event::toString))
        .collect(Collectors.joining("\n"));
  }
}
