package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Need;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Set;

/**
 * What was found out about one thing that labs use.
 *
 * @param capability its name: {@code user-namespaces}
 * @param answer whether it is to be had
 * @param seen what the kernel answered when it was tried, in the notation of strace(1), or what its
 *     files say where there is nothing to try
 * @param cause why, if the answer is not yes
 * @param stops what is impossible without it
 */
public record Finding(String capability, Answer answer, String seen, Cause cause, Stops stops) {

  /**
   * What depends on a capability, in the words in which experiments say what they depend on.
   *
   * @param needs experiments with one of these
   * @param namespaces and those whose containers have one of these
   * @param fileSystems and those that mount one of these types
   * @param everything whether no experiment does without
   */
  public record Stops(
      Set<Need> needs, Set<CloneFlag> namespaces, Set<String> fileSystems, boolean everything) {
    static final Stops NOTHING = new Stops(Set.of(), Set.of(), Set.of(), false);
    static final Stops EVERYTHING = new Stops(Set.of(), Set.of(), Set.of(), true);

    public Stops {
      needs = Set.copyOf(needs);
      namespaces = Set.copyOf(namespaces);
      fileSystems = Set.copyOf(fileSystems);
    }

    static Stops mounting(String type) {
      return new Stops(Set.of(), Set.of(), Set.of(type), false);
    }

    /** Whether an experiment is impossible without. */
    boolean includes(Experiment experiment) {
      return everything
          || !Collections.disjoint(needs, experiment.needs())
          || !Collections.disjoint(namespaces, experiment.namespaces())
          || (!fileSystems.isEmpty() && mountsThese(experiment));
    }

    private boolean mountsThese(Experiment experiment) {
      try {
        return experiment.programs().stream()
            .flatMap(program -> program.steps().stream())
            .anyMatch(this::isMountOfThese);
      } catch (UncheckedIOException e) { // without /proc there are no programs, nor what runs them
        return false;
      }
    }

    private boolean isMountOfThese(Step step) {
      return step.call() == Syscall.MOUNT
          && step.args().get(2) instanceof Arg.Text type
          && fileSystems.contains(type.value());
    }

    static Stops of(Need... needs) {
      return new Stops(Set.of(needs), Set.of(), Set.of(), false);
    }
  }

  static Finding yes(String capability, Object seen, Stops stops) {
    return new Finding(capability, Answer.YES, seen.toString(), Cause.NONE, stops);
  }

  static Finding partly(String capability, Object seen, Cause cause) {
    return new Finding(capability, Answer.PARTLY, seen.toString(), cause, Stops.NOTHING);
  }

  static Finding no(String capability, Object seen, Cause cause, Stops stops) {
    return new Finding(capability, Answer.NO, seen.toString(), cause, stops);
  }
}
