package dev.minidocker.exercises.uts;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.ExerciseContract;
import dev.minidocker.labkit.testing.Requires;
import java.util.Set;

@Requires(Need.NAMESPACES)
class UtsExercisesIT implements ExerciseContract {

  @Override
  public Set<String> failedAtFirst() {
    return Set.of("uts/host-name", "uts/seed", "uts/accepted", "uts/law-kills");
  }
}
