package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labkit.TrialHugePages;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.List;

/** What there is to see of limits on huge pages. Every call makes up a new group. */
public final class HugePageExperiments {
  /** A multiple of every size of huge pages, where no process has anything. */
  private static final long ADDRESS = 1L << 36;

  private static final TrialHugePages NONE = new TrialHugePages(2 << 20, 0);
  private static final int BYTES = 8;

  private final GroupScenes scenes;

  /**
   * @param mechanism makes groups and sets their limits; a learner's own, perhaps
   */
  public HugePageExperiments(LimitMechanism mechanism) {
    this.scenes = new GroupScenes(mechanism);
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(hugetlb());
  }

  /** A limit on huge pages is kept when they are used, not when they are promised. */
  Experiment hugetlb() {
    TrialHugePages pages = TrialHugePages.find().orElse(NONE);
    Group group = GroupScenes.group(new HugetlbLimit(pages.size(), pages.pageBytes()));
    return GroupScenes.needing(
            "cgroups/hugetlb",
            "who is promised more huge pages than its group may use does not get them",
            Need.HUGE_PAGES)
        .then(
            scenes
                .entered(group, "The group may use one page of " + pages.size() + ".")
                .observing("pages of the group", host -> used(group, pages), Look.NOWHERE)
                .expecting("none yet", (host, container) -> host.equals("0")))
        .then(
            Scene.narrated("The container asks for two. The kernel promises them.")
                .doing(Action.inside(Program.of(map(2 * pages.pageBytes()))))
                .observing(
                    "pages of the group, once the first is used",
                    host -> used(group, pages),
                    Look.attempt(fill(ADDRESS)))
                .expecting("one", (host, container) -> host.equals("1"))
                .expecting("it can be used", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("And the second one?")
                .observing(
                    "pages of the group",
                    host -> used(group, pages),
                    Look.attempt(fill(ADDRESS + pages.pageBytes())))
                .expecting("one, as before", (host, container) -> host.equals("1"))
                .expecting(
                    "EFAULT for the kernel itself; a program that writes there gets SIGBUS",
                    (host, container) -> container.startsWith("EFAULT")))
        .then(GroupScenes.removed(group));
  }

  private static Step map(long bytes) {
    return Step.of(
        Syscall.MMAP,
        address(ADDRESS),
        Arg.of(bytes),
        Arg.constant("PROT_READ|PROT_WRITE", 3),
        Arg.constant("MAP_PRIVATE|MAP_ANONYMOUS|MAP_HUGETLB|MAP_FIXED_NOREPLACE", 0x140022),
        Arg.of(-1),
        Arg.of(0));
  }

  /** The kernel writes to it, so that a fault is an answer and not a signal. */
  private static Step fill(long address) {
    return Step.of(Syscall.GETRANDOM, address(address), Arg.of(BYTES), Arg.of(0));
  }

  private static Arg address(long address) {
    return Arg.constant("0x" + Long.toHexString(address), address);
  }

  private static String used(Group group, TrialHugePages pages) {
    boolean v1 = group.seats().get(0).root().version() == CgroupVersion.V1;
    String file = "hugetlb." + pages.size() + (v1 ? ".usage_in_bytes" : ".current");
    return Long.toString(Meter.number(group, file) / pages.pageBytes());
  }
}
