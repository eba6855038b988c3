package dev.minidocker.labs.net.model;

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

class NetModelProperties {

  @Property
  void theModelObeysTheLaws(@ForAll Law law, @ForAll("acts") List<Act> past) {
    assertTrue(law.holds(new NetModel(), past));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (Supplier<NetModel> mutant : Mutants.all()) {
      assertFalse(
          Arrays.stream(Law.values()).allMatch(law -> isObeyed(law, mutant)),
          () -> "no law is broken by " + mutant.get().getClass().getSimpleName());
    }
  }

  private boolean isObeyed(Law law, Supplier<NetModel> model) {
    return acts().sampleStream().limit(2000).allMatch(past -> isObeyed(law, model.get(), past));
  }

  private static boolean isObeyed(Law law, NetModel model, List<Act> past) {
    try {
      return law.holds(model, past);
    } catch (java.util.NoSuchElementException e) {
      return false; // what the law speaks of is not even there
    }
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    return Acts.acts();
  }
}
