package dev.minidocker.labs.mnt.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MountModelProperties {
  private static final int TRIES_TO_KILL = 5000;

  @Property(tries = 2000)
  void everyActionKeepsToEveryLaw(
      @ForAll("sequences") List<Action> actions, @ForAll("laws") Law law) {
    assertTrue(keepsTo(law, MountModel::new, actions), law.name());
  }

  @Example
  void everyMutantBreaksALaw() {
    Map<String, Supplier<MountModel>> mutants = Mutants.all();
    mutants.forEach(
        (name, mutant) ->
            assertTrue(
                sequences().sampleStream().limit(TRIES_TO_KILL).anyMatch(a -> breaks(mutant, a)),
                "no law notices that " + name));
  }

  private static boolean breaks(Supplier<MountModel> mutant, List<Action> actions) {
    return Arrays.stream(Law.values()).anyMatch(law -> !keepsTo(law, mutant, actions));
  }

  /** Whether each action keeps to the law, given that all before it have been done. */
  private static boolean keepsTo(Law law, Supplier<MountModel> models, List<Action> actions) {
    return IntStream.range(0, actions.size())
        .allMatch(
            last -> {
              MountModel model = models.get();
              actions.subList(0, last).forEach(model::apply);
              return law.holds(model, actions.get(last));
            });
  }

  @Provide
  Arbitrary<List<Action>> sequences() {
    return ActionArbitraries.sequences();
  }

  @Provide
  Arbitrary<Law> laws() {
    return Arbitraries.of(Law.values());
  }
}
