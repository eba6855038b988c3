package dev.minidocker.labs.cgroups.limits;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
import dev.minidocker.labkit.leaks.Journal;
import dev.minidocker.labkit.leaks.Restoration;
import dev.minidocker.labkit.testing.LeavesNothing;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which mechanisms the experiments with limits, and with delegation, find out. */
@Requires({Need.ROOT, Need.CGROUP_NAMESPACES, Need.CGROUP_TREE})
@ExtendWith(LeavesNothing.class)
class LimitExperimentsIT {

  /** Makes groups as it should, but leaves every limit at what the kernel begins with. */
  private static final class NoLimits implements LimitMechanism {
    private final ControlGroups reference = new ControlGroups();

    @Override
    public Program make(Group group) {
      Set<String> files =
          group.seats().stream()
              .flatMap(seat -> settings(seat).stream())
              .map(Setting::file)
              .collect(Collectors.toSet());
      return reference.make(group).map(step -> sets(step, files) ? nothing(step) : step);
    }

    private static List<Setting> settings(Group.Seat seat) {
      CgroupVersion version = seat.root().version();
      return seat.limits().stream()
          .filter(limit -> version == CgroupVersion.V1 || !(limit instanceof DeviceAccess))
          .flatMap(limit -> limit.settings(version).stream())
          .toList();
    }

    private static boolean sets(Step step, Set<String> files) {
      return step.call() == Syscall.WRITE
          && files.stream().map(Arg::result).anyMatch(step.args().get(0)::equals);
    }

    private static Step nothing(Step step) {
      return Step.of(Syscall.GETPID).named(step.name());
    }

    @Override
    public Program guard(Group group) {
      return Program.EMPTY;
    }

    @Override
    public Step birth(Group group, Step clone) {
      return reference.birth(group, clone);
    }

    @Override
    public Program enter(Group group) {
      return reference.enter(group);
    }

    @Override
    public Program release(Group group) {
      return reference.release(group);
    }
  }

  @TestFactory
  Stream<DynamicTest> aMechanismThatSetsNoLimitIsFoundOut() {
    NoLimits lazy = new NoLimits();
    return Stream.of(
            new LimitExperiments(lazy).all(),
            List.of(new PriorityExperiments(lazy).shares(), new PriorityExperiments(lazy).cpuset()),
            new MemoryExperiments(lazy).all(),
            new HugePageExperiments(lazy).all(),
            new DiskExperiments(lazy).all())
        .flatMap(List::stream)
        .filter(experiment -> experiment.needs().stream().allMatch(one -> one.missing().isEmpty()))
        .map(
            experiment -> DynamicTest.dynamicTest(experiment.name(), () -> isFoundOut(experiment)));
  }

  /** What the experiments that fail half-way leave; all others remove what they made. */
  @AfterEach
  void restore() throws IOException {
    new Restoration(Journal.home(System.getenv()), deed -> {}).run();
  }

  private static void isFoundOut(Experiment experiment) {
    Transcript transcript = ExperimentRunner.run(experiment);
    assertFalse(transcript.succeeded(), transcript::toString);
  }

  @Test
  @Requires(Need.CGROUP_2)
  void aGroupThatIsNotGivenIsFoundOut() {
    isFoundOut(delegation((group, uid, gid) -> Program.EMPTY));
  }

  @Test
  @Requires(Need.CGROUP_2)
  void aGroupWithoutTheRightToMoveIsFoundOut() {
    isFoundOut(
        delegation(
            (group, uid, gid) ->
                new Program(
                    new GroupDelegation().delegate(group, uid, gid).steps().subList(0, 1))));
  }

  @Test
  @Requires(Need.CGROUP_2)
  void aLimitThatIsGivenTooIsFoundOut() {
    isFoundOut(
        delegation(
            (group, uid, gid) ->
                new GroupDelegation()
                    .delegate(group, uid, gid)
                    .then(
                        Step.of(
                            Syscall.FCHOWNAT,
                            Nodes.HERE,
                            Arg.of(group.directories().get(0) + "/cgroup.max.descendants"),
                            Arg.of(uid),
                            Arg.of(gid),
                            Arg.of(0)))));
  }

  private static Experiment delegation(DelegationMechanism mechanism) {
    return new DelegationExperiments(new ControlGroups(), mechanism).delegation();
  }
}
