package dev.minidocker.engine;

import dev.minidocker.labs.cgroups.limits.DeviceAccess;
import dev.minidocker.labs.cgroups.limits.Group;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.Limit;
import dev.minidocker.labs.cgroups.limits.LimitMechanism;
import dev.minidocker.labs.cgroups.limits.UnsupportedLimitException;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Mounts;
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
import java.util.function.Supplier;

/**
 * What of the machine a container will have: {@link Resources} after this machine, and who runs us,
 * were asked.
 *
 * @param group to be made for it, if it has limits
 * @param noDevices whether no device can be used but those of its {@code /dev}, nor made, because
 *     there is no group to tell the machine's own from harmless ones
 * @param warnings what was asked and cannot be had, a line each
 */
public record Confinement(
    Optional<Group> group,
    boolean noDevices,
    OptionalInt oomScoreAdj,
    Map<ResourceLimit, Value> ulimits,
    List<String> warnings) {
  private static final String PARENT = "mini-docker";
  private static final String OOM_SCORE = "oom.score";

  /** No limits, and nothing to do for it. */
  public static final Confinement NONE =
      new Confinement(Optional.empty(), false, OptionalInt.empty(), Map.of(), List.of());

  public Confinement {
    ulimits = Map.copyOf(ulimits);
    warnings = List.copyOf(warnings);
  }

  /** Which devices a container may use of those that it did not ask for. */
  enum Strangers {
    /** All: it is privileged, or the kernel grants it none anyway. */
    ALLOWED,
    /** Only those that every container has in its {@code /dev}, under whatever name. */
    REFUSED,
    /** Likewise, but nobody will be there to remove a group. */
    REFUSED_WITHOUT_GROUP
  }

  /**
   * Finds out what can be had.
   *
   * @param roots where groups can be made; asked only if one is needed
   * @throws StartFailure if a limit on all processes together cannot: to run without it would harm
   *     others
   */
  static Confinement of(
      Resources asked, Strangers devices, Host host, Supplier<GroupRoots> roots, String id) {
    Optional<Group> group = group(asked.limits(), devices, roots, id);
    boolean listed = group.isPresent() && group.get().limits(DeviceAccess.class);
    boolean noDevices = devices != Strangers.ALLOWED && !listed;
    if (asked.unlimited()) {
      return new Confinement(group, noDevices, OptionalInt.empty(), Map.of(), List.of());
    }
    List<String> warnings = new ArrayList<>();
    boolean mayRaise = !host.alone() && host.permitted().contains(Capability.CAP_SYS_RESOURCE);
    Map<ResourceLimit, Value> ulimits = new TreeMap<>();
    asked
        .ulimits()
        .forEach((what, value) -> ulimits.put(what, possible(what, value, mayRaise, warnings)));
    return new Confinement(
        group,
        noDevices,
        possibleScore(asked.oomScoreAdj(), mayRaise, warnings),
        ulimits,
        warnings);
  }

  private static Optional<Group> group(
      List<Limit> asked, Strangers devices, Supplier<GroupRoots> roots, String id) {
    List<Limit> limits = new ArrayList<>(asked);
    boolean listed = asked.stream().anyMatch(DeviceAccess.class::isInstance);
    DeviceAccess usual = DeviceAccess.usualAnd(List.of());
    if (devices == Strangers.REFUSED && !listed && roots.get().allow(usual)) {
      limits.add(usual);
    }
    try {
      return limits.isEmpty()
          ? Optional.empty()
          : Optional.of(Group.of(roots.get(), PARENT, id, limits));
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

  /** The starter's part, before the command runs: who is in the group uses no foreign device. */
  Program guard(LimitMechanism limits) {
    return group.map(limits::guard).orElse(Program.EMPTY);
  }

  /** The container goes to its group before it does anything else. */
  Program enter(LimitMechanism limits) {
    return group.map(limits::enter).orElse(Program.EMPTY);
  }

  /** Once the group is guarded, nothing need lead to it. */
  Program release(LimitMechanism limits) {
    return group.map(limits::release).orElse(Program.EMPTY);
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

  /** At the end: what is mounted later is /dev's, or a volume of the host's. */
  Program denyDevices() {
    return noDevices
        ? Program.of(
            Mounts.denyDevices("/")
                .because("no group says which devices may be used: those of an image may not"))
        : Program.EMPTY;
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
