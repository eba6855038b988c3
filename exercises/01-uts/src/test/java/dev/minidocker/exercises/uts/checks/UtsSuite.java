package dev.minidocker.exercises.uts.checks;

import dev.minidocker.labkit.check.Exercise;
import dev.minidocker.labkit.check.Suite;
import java.util.List;

/** The exercises of chapter 1, in the order in which they are best done. */
public final class UtsSuite implements Suite {

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "MyUtsNames", "fix the TODO", "the names of a container", MechanismChecks.all()),
        new Exercise(
            "Prediction", "predict, then run", "what each look sees", PredictionChecks.all()),
        new Exercise(
            "ThereAndBack", "put in order", "into a namespace and back", OrderChecks.all()),
        new Exercise("NamesLaw", "kill the mutants", "a law of names", LawChecks.all()));
  }
}
