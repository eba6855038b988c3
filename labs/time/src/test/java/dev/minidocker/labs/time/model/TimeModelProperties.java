package dev.minidocker.labs.time.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TimeModelProperties {

  @Property
  void theModelObeysTheLaws(
      @ForAll Law law, @ForAll("lives") List<Act> past, @ForAll("offsets") Duration offset) {
    assertTrue(law.holds(new Law.After(TimeModel::new, past), offset));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (Function<Map<Clock, Duration>, TimeModel> mutant : Mutants.all()) {
      assertFalse(
          Arrays.stream(Law.values()).allMatch(law -> isObeyed(law, mutant)),
          () ->
              "no law is broken by "
                  + mutant.apply(Lives.someMachine()).getClass().getSimpleName());
    }
  }

  private boolean isObeyed(Law law, Function<Map<Clock, Duration>, TimeModel> mutant) {
    return lives()
        .sampleStream()
        .limit(100)
        .allMatch(past -> law.holds(new Law.After(mutant, past), offsets().sample()));
  }

  @Provide
  Arbitrary<Duration> offsets() {
    return Lives.possibleOffsets();
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return new Lives(Lives.someMachine()).lives();
  }
}
