package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Program;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What there is to see where groups compete for a CPU. Every call makes up new groups. */
public final class PriorityExperiments {
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration FOR_AVERAGES = Duration.ofSeconds(5);
  private static final long MICROS_THAT_ARE_NO_ACCIDENT = 100_000;
  private static final long FEW_MICROS = 20_000;
  private static final int LOOKS = 20;

  private final GroupScenes scenes;

  /**
   * @param mechanism makes groups and sets their limits; a learner's own, perhaps
   */
  public PriorityExperiments(LimitMechanism mechanism) {
    this.scenes = new GroupScenes(mechanism);
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(shares(), cpuset(), pressure());
  }

  /** Shares matter to those who compete, and only to them. */
  Experiment shares() {
    int cpu = Affinity.allowed().get(0);
    CpuShares many = new CpuShares(3072);
    CpuShares usual = new CpuShares(1024);
    Group favoured = GroupScenes.group(many);
    Group other = GroupScenes.group(usual);
    Program both =
        Fork.andServe("one", Set.of(), bound(favoured, cpu), Affinity.busy("busy"))
            .then(Fork.andServe("other", Set.of(), bound(other, cpu), Affinity.busy("busier")));
    return GroupScenes.needing("cgroups/shares", "who competes for a CPU gets time by its shares")
        .then(scenes.made(favoured, "A group with 3072 shares."))
        .then(scenes.made(other, "And one with 1024, as everybody has who asks for nothing."))
        .then(
            Scene.narrated("A child in each computes. They may use one CPU only, the same.")
                .doing(Action.inside(both))
                .observing(
                    "CPU time of each in a second", host -> ticks(favoured, other), Look.NOWHERE)
                .expecting(
                    "the first gets about three times as much; by version 2's weights, 2.4 times",
                    (host, container) -> ratio(host) > 1.6 && ratio(host) < 4.8))
        .then(GroupScenes.removed(favoured, other));
  }

  /** In this order: who goes to another cpuset may use all of its CPUs, before Linux 6.2. */
  private static Program bound(Group group, int cpu) {
    return GroupScenes.enter(group).then(Affinity.bindTo(Affinity.mask(cpu)));
  }

  private static String ticks(Group one, Group other) {
    long[] ticks = Meter.over(A_SECOND, () -> Meter.cpuTicks(one), () -> Meter.cpuTicks(other));
    return 10 * ticks[0] + " ms, " + 10 * ticks[1] + " ms";
  }

  private static double ratio(String times) {
    double[] both =
        List.of(times.split(", ", -1)).stream()
            .mapToDouble(time -> Double.parseDouble(time.replace(" ms", "")))
            .toArray();
    return both[0] / both[1];
  }

  /** A set of CPUs is a wall. */
  Experiment cpuset() {
    List<Integer> allowed = Affinity.allowed();
    int own = allowed.get(allowed.size() - 1);
    int another = own == 0 ? 1 : own - 1;
    Group group = GroupScenes.group(new CpuSet(Integer.toString(own)));
    Program computing =
        Fork.andServe(
            "child",
            Set.of(),
            Program.of(
                Affinity.bindTo(Affinity.mask(another)).tolerating(Errno.EINVAL).named("out")),
            Affinity.busy("busy"));
    return GroupScenes.needing("cgroups/cpuset", "who is bound to a CPU runs nowhere else")
        .then(
            scenes
                .entered(group, "The container's group has one CPU, number " + own + ".")
                .observing(
                    "CPUs that it may use",
                    host -> host.status("Cpus_allowed_list"),
                    Affinity.look())
                .expecting("this one", (host, container) -> host.equals("" + own))
                .expecting("inside, the same", (host, container) -> host.equals(container)))
        .then(
            Scene.narrated("A child asks for number " + another + " instead, and computes.")
                .doing(Action.inside(computing))
                .observing(
                    "where it ran in 100 ms",
                    host -> cpus(host.children().get(0).pid()),
                    Look.attempt(Affinity.bindTo(Affinity.mask(another))))
                .expecting("on its own alone", (host, container) -> host.equals("[" + own + "]"))
                .expecting("EINVAL", (host, container) -> container.startsWith("EINVAL")))
        .then(GroupScenes.removed(group));
  }

  private static String cpus(int pid) {
    return IntStream.range(0, LOOKS)
        .map(
            look -> {
              Meter.over(Duration.ofMillis(100 / LOOKS));
              return Meter.cpu(pid);
            })
        .boxed()
        .collect(Collectors.toSet())
        .toString();
  }

  /** The kernel tells how long somebody had to wait. */
  Experiment pressure() {
    int cpu = Affinity.allowed().get(0);
    Group group = GroupScenes.unlimited();
    Program crowd =
        Program.of(Affinity.bindTo(Affinity.mask(cpu)))
            .then(Fork.andServe("one", Set.of(), Program.EMPTY, Affinity.busy("busy")))
            .then(Fork.andServe("other", Set.of(), Program.EMPTY, Affinity.busy("busier")));
    return GroupScenes.needing(
            "cgroups/pressure", "waiting is measured: who waited, and for what", Need.PRESSURE)
        .then(
            scenes
                .entered(group, "The container is in a group, and does nothing.")
                .observing("cpu.pressure, total µs", host -> waited(group, 0), Look.NOWHERE)
                .expecting("hardly anything", (host, container) -> micros(host) < FEW_MICROS))
        .then(
            Scene.narrated("Two children compute on one CPU: one of them always waits.")
                .doing(Action.inside(crowd))
                .observing(
                    "cpu.pressure, total µs",
                    host -> waited(group, MICROS_THAT_ARE_NO_ACCIDENT),
                    Look.NOWHERE)
                .expecting(
                    "much, within the two seconds after which it is summed up",
                    (host, container) -> micros(host) >= MICROS_THAT_ARE_NO_ACCIDENT))
        .then(GroupScenes.removed(group));
  }

  private static String waited(Group group, long atLeastMicros) {
    long deadline = System.nanoTime() + FOR_AVERAGES.toNanos();
    while (Meter.waitedForCpuMicros(group) < atLeastMicros && System.nanoTime() < deadline) {
      Meter.over(Duration.ofMillis(50));
    }
    return Long.toString(Meter.waitedForCpuMicros(group));
  }

  private static long micros(String host) {
    return Long.parseLong(host);
  }
}
