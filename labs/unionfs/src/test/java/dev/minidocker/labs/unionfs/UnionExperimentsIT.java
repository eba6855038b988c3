package dev.minidocker.labs.unionfs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
import dev.minidocker.labkit.testing.LabContract;
import dev.minidocker.labkit.testing.Page;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Requires({Need.NAMESPACES, Need.OVERLAY})
class UnionExperimentsIT implements LabContract {

  @Override
  public Lab lab() {
    return new UnionLab();
  }

  @Test
  void aMechanismThatDoesNothingIsFoundOut() {
    for (Experiment lazy : new UnionExperiments(config -> Program.EMPTY).all()) {
      Transcript transcript = ExperimentRunner.run(lazy);
      assertTrue(transcript.skipped() || !transcript.succeeded(), lazy::name);
    }
  }

  @Test
  void aMechanismThatTurnsTheLayersUpsideDownIsFoundOut() {
    UnionMechanism upsideDown = config -> new Overlay().mount(reversed(config));
    assertFalse(ExperimentRunner.run(new ChangeExperiments(upsideDown).manyLayers()).succeeded());
  }

  private static OverlayConfig reversed(OverlayConfig config) {
    List<Path> lowers = new ArrayList<>(config.lowers());
    Collections.reverse(lowers);
    return new OverlayConfig(
        lowers, config.upper(), config.work(), config.target(), config.userXattr(), false);
  }

  @Test
  void everyRunMakesUpItsNames() {
    ChangeExperiments changes = new ChangeExperiments(new Overlay());
    assertNotEquals(changes.copyUp().programs().toString(), changes.copyUp().programs().toString());
  }

  @TestFactory
  Stream<DynamicTest> theCommandsOfThePagePrintWhatItShows() throws IOException {
    return new Page(Path.of("README.adoc")).tests();
  }
}
