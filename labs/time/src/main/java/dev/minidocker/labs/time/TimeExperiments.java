package dev.minidocker.labs.time;

import static dev.minidocker.labs.time.model.Clock.CLOCK_BOOTTIME;
import static dev.minidocker.labs.time.model.Clock.CLOCK_MONOTONIC;
import static dev.minidocker.labs.time.model.Clock.CLOCK_REALTIME;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.time.model.Clock;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What there is to see of time namespaces. Every call makes up new offsets. */
public final class TimeExperiments {
  private static final CloneFlag NEWTIME = TimeMechanism.NAMESPACE;

  /** The two sides look one after the other; nobody takes longer than this. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final TimeMechanism mechanism;

  /**
   * @param mechanism sets the offsets; a learner's own, perhaps
   */
  public TimeExperiments(TimeMechanism mechanism) {
    this.mechanism = mechanism;
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    List<Experiment> all = new ArrayList<>(List.of(uptime(), realTime(), enter(), nested()));
    all.addAll(new OffsetExperiments(mechanism).all());
    return all;
  }

  /** Who asks stays where it is; its children do not. */
  public Experiment uptime() {
    Duration offset = madeUp();
    return named("time/uptime", "a new time namespace is for children, with an uptime of its own")
        .then(
            Scene.narrated("A namespace is made, whose clocks are " + days(offset) + " ahead.")
                .doing(Action.inside(mechanism.offsets(TimeConfig.ahead(offset))))
                .observing("/proc/uptime", host -> host.machine("uptime"), uptimeLook())
                .expecting(
                    "nothing has changed for who made it",
                    (host, container) -> isAhead(Duration.ZERO, host, container)))
        .then(
            Scene.narrated("Its child looks.")
                .observing("/proc/uptime", host -> host.machine("uptime"), uptimeLook().inChild())
                .expecting(
                    "the machine has been up for " + days(offset) + " more",
                    (host, container) -> isAhead(offset, host, container)));
  }

  /** Three clocks, two of which can be one's own. */
  public Experiment realTime() {
    TimeConfig config = new TimeConfig(madeUp(), madeUp());
    return named("time/real-time", "the time of day is in no namespace")
        .then(
            clockScene(
                    "Monotonic time is set " + days(config.monotonic()) + " ahead.",
                    CLOCK_MONOTONIC)
                .doing(Action.inside(mechanism.offsets(config)))
                .expecting(
                    "for a child, it is",
                    (host, container) -> isAhead(config.monotonic(), host, container)))
        .then(
            clockScene("The time since the start, " + days(config.boottime()) + ".", CLOCK_BOOTTIME)
                .expecting(
                    "it is too", (host, container) -> isAhead(config.boottime(), host, container)))
        .then(
            clockScene("The time of day has no line in timens_offsets.", CLOCK_REALTIME)
                .expecting(
                    "it is everybody's",
                    (host, container) -> isAhead(Duration.ZERO, host, container)));
  }

  private static Scene clockScene(String narration, Clock clock) {
    return Scene.narrated(narration)
        .observing(
            clock.name(),
            host -> TimeLooks.inSeconds(TimeLooks.here(clock)),
            TimeLooks.clock(clock).inChild());
  }

  /** The process itself, without a child. */
  public Experiment enter() {
    Duration offset = madeUp();
    return named("time/enter", "by setns a process goes where its children would go")
        .then(
            Scene.narrated("A namespace is made, set, and entered.")
                .doing(
                    Action.inside(
                        mechanism.offsets(TimeConfig.ahead(offset)).then(mechanism.enter())))
                .observing(
                    CLOCK_BOOTTIME.name(),
                    host -> TimeLooks.inSeconds(TimeLooks.here(CLOCK_BOOTTIME)),
                    TimeLooks.clock(CLOCK_BOOTTIME))
                .expecting(
                    "its own clock is " + days(offset) + " ahead",
                    (host, container) -> isAhead(offset, host, container)));
  }

  /** Offsets do not add up. */
  public Experiment nested() {
    Duration outer = madeUp();
    Duration inner = madeUp();
    Look clock = TimeLooks.clock(CLOCK_BOOTTIME);
    Program another = mechanism.offsets(new TimeConfig(outer, inner));
    return named("time/nested", "an offset is from the machine's clock, however deep one is")
        .then(
            Scene.narrated("Outside " + days(outer) + " ahead; inside, just a new namespace.")
                .doing(Action.inside(mechanism.offsets(TimeConfig.ahead(outer))))
                .observing(
                    CLOCK_BOOTTIME.name(),
                    host -> TimeLooks.inSeconds(TimeLooks.here(CLOCK_BOOTTIME)),
                    TimeLooks.byGrandchild(Program.of(Tasks.unshare(NEWTIME)), clock))
                .expecting(
                    "a copy: " + days(outer), (host, container) -> isAhead(outer, host, container)))
        .then(
            Scene.narrated("Inside, one that is set " + days(inner) + " ahead.")
                .observing(
                    CLOCK_BOOTTIME.name(),
                    host -> TimeLooks.inSeconds(TimeLooks.here(CLOCK_BOOTTIME)),
                    TimeLooks.byGrandchild(another, clock))
                .expecting(
                    "no sum: " + days(inner),
                    (host, container) -> isAhead(inner, host, container)));
  }

  static Experiment named(String name, String objective) {
    return Experiment.named(name, objective).needing(Need.NAMESPACES, Need.TIME_NAMESPACES);
  }

  static Look uptimeLook() {
    return Look.file("/proc/uptime");
  }

  static boolean isAhead(Duration offset, String host, String container) {
    Duration seen = TimeLooks.parse(container).minus(TimeLooks.parse(host));
    return seen.minus(offset).abs().compareTo(PATIENCE) < 0;
  }

  static String days(Duration offset) {
    return offset.toDays() + " days";
  }

  static Duration madeUp() {
    return Duration.ofDays(ThreadLocalRandom.current().nextInt(10, 10_000));
  }
}
