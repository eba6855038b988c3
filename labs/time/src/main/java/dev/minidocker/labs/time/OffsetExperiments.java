package dev.minidocker.labs.time;

import static dev.minidocker.labs.time.TimeExperiments.days;
import static dev.minidocker.labs.time.TimeExperiments.madeUp;
import static dev.minidocker.labs.time.TimeExperiments.named;
import static dev.minidocker.labs.time.TimeExperiments.uptimeLook;
import static dev.minidocker.labs.time.model.Clock.CLOCK_BOOTTIME;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.time.model.TimeModel;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import java.time.Duration;
import java.util.List;

/** Who may set which offset, and when. */
final class OffsetExperiments {
  private final TimeMechanism mechanism;

  OffsetExperiments(TimeMechanism mechanism) {
    this.mechanism = mechanism;
  }

  List<Experiment> all() {
    return List.of(tooLate(), atBirth(), range(), fromOutside());
  }

  /** A clock must not jump for who looks at it. */
  Experiment tooLate() {
    return named("time/too-late", "offsets can be set until somebody is in the namespace")
        .then(
            Scene.narrated("A namespace is made and set. It is set once more.")
                .doing(Action.inside(mechanism.offsets(TimeConfig.ahead(madeUp()))))
                .observing("write", host -> "", TimeLooks.setOffset(CLOCK_BOOTTIME, madeUp()))
                .expecting("allowed", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("A child is born into it.")
                .observing("its uptime", host -> host.machine("uptime"), uptimeLook().inChild())
                .expecting("is another", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated("Again.")
                .observing("write", host -> "", TimeLooks.setOffset(CLOCK_BOOTTIME, madeUp()))
                .expecting(
                    "too late: EACCES", (host, container) -> container.startsWith("EACCES")));
  }

  /** Why a time namespace is not asked for by clone3. */
  Experiment atBirth() {
    return named("time/at-birth", "who is born by clone3 into a namespace comes too late")
        .in(TimeMechanism.NAMESPACE)
        .then(
            Scene.narrated("The container was made by clone3 with CLONE_NEWTIME.")
                .observing(
                    "time namespace", host -> host.ownNamespace("time"), Look.namespace("time"))
                .expecting("it is in it already", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated("So somebody is in there: the container itself.")
                .observing("write", host -> "", TimeLooks.setOffset(CLOCK_BOOTTIME, madeUp()))
                .expecting(
                    "too late: EACCES", (host, container) -> container.startsWith("EACCES")));
  }

  /** What a clock can say. */
  Experiment range() {
    Duration uptime = TimeLooks.here(CLOCK_BOOTTIME);
    Duration beforeTheStart = uptime.plus(TimeExperiments.PATIENCE).plus(madeUp()).negated();
    Duration tooFar = Duration.ofSeconds(TimeModel.KTIME_SEC_MAX / 2).plus(madeUp());
    return named("time/range", "no clock may be negative, nor near its end")
        .then(
            Scene.narrated("A namespace is made. Its uptime is to be negative.")
                .doing(Action.inside(Program.of(Tasks.unshare(TimeMechanism.NAMESPACE))))
                .observing("write", host -> "", TimeLooks.setOffset(CLOCK_BOOTTIME, beforeTheStart))
                .expecting("ERANGE", (host, container) -> container.startsWith("ERANGE")))
        .then(
            Scene.narrated("It is to be more than 146 years, half of what the kernel can count.")
                .observing("write", host -> "", TimeLooks.setOffset(CLOCK_BOOTTIME, tooFar))
                .expecting("ERANGE", (host, container) -> container.startsWith("ERANGE")));
  }

  /** The parent's side of it, which a runtime would use. */
  Experiment fromOutside() {
    Duration offset = madeUp();
    return named("time/from-outside", "a process of the host sets the clocks of a container")
        .then(
            Scene.narrated("The container makes a namespace, and waits.")
                .doing(Action.inside(Program.of(Tasks.unshare(TimeMechanism.NAMESPACE))))
                .observing(
                    "time namespace: of its children | its own",
                    host -> host.namespace("time_for_children"),
                    Look.namespace("time"))
                .expecting("they differ", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated("The host writes to its timens_offsets. Then it has a child.")
                .doing(Action.beside(container -> setFromOutside(container, offset)))
                .observing("/proc/uptime", host -> host.machine("uptime"), uptimeLook().inChild())
                .expecting(
                    "the child's is " + days(offset) + " ahead",
                    (host, container) -> TimeExperiments.isAhead(offset, host, container)));
  }

  private static Program setFromOutside(Host container, Duration offset) {
    return Program.of(
        Descriptors.openToWrite("/proc/" + container.pid() + "/timens_offsets").named("offsets"),
        Descriptors.write("offsets", TimeConfig.ahead(offset).text()),
        Tasks.exit(0));
  }
}
