package dev.minidocker.labs.cgroups;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LabContract;
import dev.minidocker.labkit.testing.Page;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.proc.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Requires({Need.NAMESPACES, Need.CGROUP_NAMESPACES})
class CgroupExperimentsIT implements LabContract {

  @Override
  public Lab lab() {
    return new CgroupLab();
  }

  @Test
  @Requires(Need.CGROUP_TREE)
  void aMechanismThatDoesNothingIsFoundOut() {
    CgroupMechanism lazy =
        new CgroupMechanism() {
          @Override
          public Program enter(CgroupConfig config) {
            return Program.EMPTY;
          }

          @Override
          public Program mounts(CgroupConfig config) {
            return Program.EMPTY;
          }
        };
    for (Experiment experiment : new GroupExperiments(lazy).all()) {
      assertFalse(ExperimentRunner.run(experiment).succeeded(), experiment::name);
    }
  }

  @Test
  @Requires(Need.CGROUP_TREE)
  void aNamespaceThatIsMadeBeforeTheMoveIsFoundOut() {
    CgroupNamespace reference = new CgroupNamespace();
    CgroupMechanism hasty =
        new CgroupMechanism() {
          @Override
          public Program enter(CgroupConfig config) {
            List<Step> steps = new ArrayList<>(reference.enter(config).steps());
            Collections.rotate(steps, 1);
            return new Program(steps);
          }

          @Override
          public Program mounts(CgroupConfig config) {
            return reference.mounts(config);
          }
        };
    for (Experiment experiment : new GroupExperiments(hasty).all()) {
      assertFalse(ExperimentRunner.run(experiment).succeeded(), experiment::name);
    }
  }

  @Test
  @Requires(Need.CGROUP_TREE)
  void everyRunMakesUpItsGroupsAndRemovesThem() {
    GroupExperiments experiments = new GroupExperiments(new CgroupNamespace());
    assertNotEquals(
        ExperimentRunner.run(experiments.moved()).toString(),
        ExperimentRunner.run(experiments.moved()).toString());
    for (CgroupTree tree : CgroupTree.writable()) {
      Snapshot before = Snapshot.take(tree.directory());
      assertTrue(ExperimentRunner.run(experiments.mounted()).succeeded());
      before.assertNothingLeaked();
    }
  }

  @TestFactory
  Stream<DynamicTest> thePageShowsWhatItsCommandsPrint() throws IOException {
    return new Page(Path.of("README.adoc")).tests();
  }
}
