package dev.minidocker.labs.ipc.model;

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

class IpcModelProperties {

  @Property
  void theModelObeysTheLaws(
      @ForAll Law law,
      @ForAll("lives") List<Act> past,
      @ForAll Kind kind,
      @ForAll("keys") int key) {
    assertTrue(law.holds(new Law.After(IpcModel::new, past), kind, key));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (Supplier<IpcModel> mutant : Mutants.all()) {
      assertFalse(
          Arrays.stream(Law.values()).allMatch(law -> isObeyed(law, mutant)),
          () -> "no law is broken by " + mutant.get().getClass().getSimpleName());
    }
  }

  private boolean isObeyed(Law law, Supplier<IpcModel> mutant) {
    return lives()
        .sampleStream()
        .limit(100)
        .allMatch(
            past ->
                law.holds(
                    new Law.After(mutant, past), Lives.kinds().sample(), Lives.keys().sample()));
  }

  @Provide
  Arbitrary<Integer> keys() {
    return Lives.keys();
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return Lives.lives();
  }
}
