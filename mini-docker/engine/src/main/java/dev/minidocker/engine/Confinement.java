package dev.minidocker.engine;

import dev.minidocker.labs.cgroups.limits.Group;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.LimitMechanism;
import dev.minidocker.labs.cgroups.limits.UnsupportedLimitException;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.ResourceLimit;
import dev.minidocker.linux.ResourceLimit.Value;
import dev.minidocker.linux.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How much of the machine a container will have: {@link Resources} after this machine, and who runs
 * us, were asked.
 *
 * @param group to be made for it, if it has limits
 * @param warnings what was asked and cannot be had, a line each
 */
public record Confinement(
    Optional<Group> group,
    OptionalInt oomScoreAdj,
    Map<ResourceLimit, Value> ulimits,
    List<String> warnings) {
  private static final String PARENT = "mini-docker";
  private static final String OOM_SCORE = "oom.score";

  /** No limits, and nothing to do for it. */
  public static final Confinement NONE =
      new Confinement(Optional.empty(), OptionalInt.empty(), Map.of(), List.of());

  public Confinement {
    ulimits = Map.copyOf(ulimits);
    warnings = List.copyOf(warnings);
  }

  /**
   * Finds out what can be had.
   *
   * @throws StartFailure if a limit on all processes together cannot: to run without it would harm
   *     others
   */
  static Confinement of(Resources asked, Host host, String id) {
    if (asked.equals(Resources.UNLIMITED)) {
      return NONE;
    }
    List<String> warnings = new ArrayList<>();
    boolean mayRaise = !host.alone() && host.permitted().contains(Capability.CAP_SYS_RESOURCE);
    Map<ResourceLimit, Value> ulimits = new TreeMap<>();
    asked
        .ulimits()
        .forEach((what, value) -> ulimits.put(what, possible(what, value, mayRaise, warnings)));
    return new Confinement(
        asked.limits().isEmpty() ? Optional.empty() : Optional.of(group(asked, id)),
        possibleScore(asked.oomScoreAdj(), mayRaise, warnings),
        ulimits,
        warnings);
  }

  private static Group group(Resources asked, String id) {
    try {
      return Group.of(GroupRoots.ofThisMachine(), PARENT, id, asked.limits());
    } catch (UnsupportedLimitException e) {
      throw new StartFailure(e.getMessage(), StartFailure.OUR_FAULT, e);
    }
  }

  private static Value possible(
      ResourceLimit what, Value asked, boolean mayRaise, List<String> warnings) {
    long most = what.ofThisProcess().hard();
    if (mayRaise || !Value.exceeds(asked.hard(), most)) {
      return asked;
    }
    warnings.add(
        "--ulimit "
            + what.name().toLowerCase(Locale.ROOT)
            + ": the hard limit here is "
            + Long.toUnsignedString(most)
            + ", and to raise it takes CAP_SYS_RESOURCE, which this process lacks; it stays");
    return new Value(Value.exceeds(asked.soft(), most) ? most : asked.soft(), most);
  }

  private static OptionalInt possibleScore(
      OptionalInt asked, boolean mayLower, List<String> warnings) {
    int own = asked.isPresent() ? ownScore() : 0;
    if (mayLower || asked.orElse(own) >= own) {
      return asked;
    }
    warnings.add(
        "--oom-score-adj "
            + asked.getAsInt()
            + ": to go below this process's own, "
            + own
            + ", takes CAP_SYS_RESOURCE, which it lacks; it stays at "
            + own);
    return OptionalInt.of(own);
  }

  private static int ownScore() {
    try {
      return Integer.parseInt(Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read this process's own oom_score_adj", e);
    }
  }

  /** The starter's part: the group is there before the container is. */
  Program make(LimitMechanism limits) {
    return group.map(limits::make).orElse(Program.EMPTY);
  }

  /** The container begins in its group, where the kernel can do that. */
  Step birth(LimitMechanism limits, Step clone) {
    return group.map(some -> limits.birth(some, clone)).orElse(clone);
  }

  /** The container goes to its group before it does anything else. */
  Program enter(LimitMechanism limits) {
    return group.map(limits::enter).orElse(Program.EMPTY);
  }

  /** Early, where the host's /proc is at hand. */
  Program score() {
    if (oomScoreAdj.isEmpty()) {
      return Program.EMPTY;
    }
    return Program.of(
        Descriptors.openToWrite("/proc/self/oom_score_adj")
            .named(OOM_SCORE)
            .because("--oom-score-adj"),
        Descriptors.write(OOM_SCORE, Integer.toString(oomScoreAdj.getAsInt()))
            .because("how gladly the kernel takes this process when memory is short"),
        Descriptors.close(OOM_SCORE).because("it holds for all that the process becomes"));
  }

  /** Late, so that set-up is not limited; before privileges go, which raising needs. */
  Program limitProcesses() {
    Program program = Program.EMPTY;
    for (Map.Entry<ResourceLimit, Value> entry : new TreeMap<>(ulimits).entrySet()) {
      program =
          program.then(
              entry.getKey().set(entry.getValue()).because("--ulimit; children inherit it"));
    }
    return program;
  }
}
