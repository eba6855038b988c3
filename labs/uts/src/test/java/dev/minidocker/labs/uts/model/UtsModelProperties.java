package dev.minidocker.labs.uts.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UtsModelProperties {

  @Property
  void theModelObeysTheLaws(
      @ForAll Law law, @ForAll("lives") List<Act> past, @ForAll("names") String name) {
    assertTrue(law.holds(new UtsModel(), past, name));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (UtsModel mutant : Mutants.all()) {
      assertFalse(
          Arrays.stream(Law.values()).allMatch(law -> isObeyed(law, mutant)),
          () -> "no law is broken by " + mutant.getClass().getSimpleName());
    }
  }

  private boolean isObeyed(Law law, UtsModel model) {
    return lives()
        .sampleStream()
        .limit(100)
        .allMatch(past -> law.holds(model, past, names().sample()));
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return Lives.lives();
  }

  @Provide
  Arbitrary<String> names() {
    return Lives.names();
  }
}
