package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What there is to see of frozen groups. Every call makes up a new one. */
public final class FreezerExperiments {
  private static final int COUNTER = 9;
  private static final Duration A_WHILE = Duration.ofMillis(50);
  private static final Duration TO_FREEZE = Duration.ofSeconds(2);

  private final GroupScenes scenes;
  private final FreezerMechanism freezer;

  /**
   * @param groups makes groups
   * @param freezer freezes them; a learner's own, perhaps
   */
  public FreezerExperiments(LimitMechanism groups, FreezerMechanism freezer) {
    this.scenes = new GroupScenes(groups);
    this.freezer = freezer;
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(freezer());
  }

  /** A group can be stopped as a whole. */
  Experiment freezer() {
    Group group = GroupScenes.group(new Freezable());
    return GroupScenes.needing("cgroups/freezer", "who is frozen stands still, and does not notice")
        .then(scenes.made(group, "The host makes a group that can be frozen."))
        .then(
            counted(
                Scene.narrated("A child of the container goes there, and counts without a pause.")
                    .doing(Action.inside(counting(group))),
                group))
        .then(
            stoodStill(
                Scene.narrated("The host freezes the group: docker pause.")
                    .doing(Action.beside(host -> freezer.freeze(group).then(Tasks.exit(0)))),
                group))
        .then(
            counted(
                Scene.narrated("And thaws it: docker unpause.")
                    .doing(Action.beside(host -> freezer.thaw(group).then(Tasks.exit(0)))),
                group))
        .then(GroupScenes.removed(group));
  }

  /** The container keeps the counter too, to look at it. */
  private static Program counting(Group group) {
    Arg one = new Arg.Bytes(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, "\"\\1\"");
    Step add = Step.of(Syscall.WRITE, Arg.of(COUNTER), one, Arg.of(8));
    return Program.of(
            Step.of(Syscall.EVENTFD2, Arg.of(0), Arg.of(0)).named("counter"),
            Descriptors.copyTo("counter", COUNTER))
        .then(
            Fork.andServe(
                "child",
                Set.of(),
                GroupScenes.enter(group),
                Program.of(add.named("add").thenGoTo("add"))));
  }

  private static Scene counted(Scene scene, Group group) {
    return looking(scene, group, FreezerState.THAWED)
        .expecting("it goes on counting", (host, container) -> counts(host) > 0);
  }

  private static Scene stoodStill(Scene scene, Group group) {
    return looking(scene, group, FreezerState.FROZEN)
        .expecting("it stands still", (host, container) -> counts(host) == 0)
        .expecting(
            "the container itself is not in the group", (host, container) -> isNumber(container));
  }

  private static Scene looking(Scene scene, Group group, FreezerState state) {
    return scene.observing(
        "steps of the counter in " + A_WHILE.toMillis() + " ms, and its state",
        host -> steps(group, state),
        Look.file("/proc/self/fdinfo/" + COUNTER).showing(FreezerExperiments::count));
  }

  private static String steps(Group group, FreezerState expected) {
    if (!expected.await(group, TO_FREEZE)) {
      return "the group is " + FreezerState.of(group);
    }
    int child = Meter.processes(group).get(0);
    return Long.toString(Meter.over(A_WHILE, () -> Meter.count(child, COUNTER))[0]);
  }

  private static long counts(String steps) {
    return isNumber(steps) ? Long.parseLong(steps) : -1;
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]+");
  }

  /** As a decimal number. */
  private static String count(String fdinfo) {
    return fdinfo
        .lines()
        .filter(line -> line.startsWith("eventfd-count:"))
        .map(line -> line.replaceAll(".*:\\s*", ""))
        .map(number -> Long.toString(Long.parseLong(number, 16)))
        .findFirst()
        .orElse(fdinfo);
  }
}
