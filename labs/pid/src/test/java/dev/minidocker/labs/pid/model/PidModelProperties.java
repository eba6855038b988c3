package dev.minidocker.labs.pid.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PidModelProperties {

  @Property
  void theModelObeysTheLaws(@ForAll Law law, @ForAll("lives") List<Act> past) {
    assertTrue(holds(law, new PidModel(), past));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (Supplier<PidModel> mutant : Mutants.all()) {
      assertFalse(
          Arrays.stream(Law.values()).allMatch(law -> isObeyed(law, mutant)),
          () -> "no law is broken by " + mutant.get().getClass().getSimpleName());
    }
  }

  private boolean isObeyed(Law law, Supplier<PidModel> mutant) {
    return lives().sampleStream().limit(2000).allMatch(past -> holds(law, mutant.get(), past));
  }

  private static boolean holds(Law law, PidModel model, List<Act> past) {
    History.of(model, past);
    return law.holds(model);
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return Lives.lives();
  }
}
