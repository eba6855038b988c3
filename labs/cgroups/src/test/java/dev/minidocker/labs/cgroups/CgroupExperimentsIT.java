package dev.minidocker.labs.cgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Requires({Need.NAMESPACES, Need.CGROUP_NAMESPACES})
class CgroupExperimentsIT {

  static Stream<Experiment> experiments() {
    return new CgroupExperiments(new CgroupNamespace()).all().stream();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentShowsWhatItClaims(Experiment experiment) {
    Transcript transcript = ExperimentRunner.run(experiment);
    assumeFalse(transcript.skipped() && !failing(), transcript::toString);
    assertFalse(transcript.skipped(), transcript::toString);
    assertTrue(transcript.succeeded(), transcript::toString);
  }

  private static boolean failing() {
    return "fail".equals(System.getProperty("skips"));
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

  @Test
  void theLabIsFoundByItsTopic() {
    List<String> topics = Lab.all().stream().map(Lab::topic).toList();
    assertEquals(List.of("cgroups"), topics);
  }

  @TestFactory
  Stream<DynamicTest> thePageShowsWhatItsCommandsPrint() throws IOException {
    return new Page(Path.of("README.adoc")).tests();
  }
}
