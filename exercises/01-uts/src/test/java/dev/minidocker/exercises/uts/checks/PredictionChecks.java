package dev.minidocker.exercises.uts.checks;

import dev.minidocker.exercises.uts.Prediction;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.check.Check;
import dev.minidocker.labkit.check.Evidence;
import dev.minidocker.labs.uts.RealLife;
import dev.minidocker.labs.uts.UtsMechanism;
import dev.minidocker.labs.uts.model.Names;
import java.util.List;
import java.util.Set;

/** Tells the story of the learner's seed, and has the kernel live it. */
final class PredictionChecks {
  private PredictionChecks() {}

  static List<Check> all() {
    return List.of(
        Check.named("uts/seed", "a story has been chosen")
            .hint("any number but 0 for SEED")
            .examining(
                evidence ->
                    evidence.that(
                        Prediction.SEED != 0,
                        "it is number " + Prediction.SEED,
                        "SEED is still 0")),
        Check.named("uts/prediction", "what was predicted is what the kernel shows")
            .hint("draw a box for each namespace, and write its name into it")
            .after("uts/seed")
            .needing(Need.NAMESPACES)
            .examining(PredictionChecks::compare));
  }

  private static void compare(Evidence evidence) {
    Story story = new Story(Prediction.SEED);
    story.lines().forEach(evidence::note);
    RealLife life = new RealLife();
    try (Sandbox sandbox =
        Sandbox.start(Set.of(UtsMechanism.NAMESPACE), life.program(story.life()))) {
      sandbox.waitFor();
      List<String> seen = life.hear(sandbox).stream().map(Names::host).toList();
      evidence.compare(seen, Prediction.seen());
    }
  }
}
