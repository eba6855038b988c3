package dev.minidocker.labs.networking.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.networking.model.Packet.Place;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NatModelProperties {

  @Property
  void theModelObeysTheLaws(
      @ForAll Law law,
      @ForAll("pasts") List<Packet> past,
      @ForAll("containers") Place container,
      @ForAll("outside") Place outside,
      @ForAll("ports") int port) {
    NatModel model = new NatModel(Flows.HOST, Flows.all());
    assertTrue(law.holds(Flows.after(model, past), container, outside, port));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (Supplier<NatModel> mutant : Mutants.all()) {
      assertFalse(
          Arrays.stream(Law.values()).allMatch(law -> isObeyed(law, mutant)),
          () -> "no law is broken by " + mutant.get().getClass().getSimpleName());
    }
  }

  private static boolean isObeyed(Law law, Supplier<NatModel> model) {
    return Flows.pasts()
        .sampleStream()
        .limit(200)
        .allMatch(
            past ->
                law.holds(
                    Flows.after(model.get(), past),
                    Flows.containers().sample(),
                    Flows.outside().sample(),
                    Flows.ports().sample()));
  }

  @Provide
  Arbitrary<List<Packet>> pasts() {
    return Flows.pasts();
  }

  @Provide
  Arbitrary<Place> containers() {
    return Flows.containers();
  }

  @Provide
  Arbitrary<Place> outside() {
    return Flows.outside();
  }

  @Provide
  Arbitrary<Integer> ports() {
    return Flows.ports();
  }
}
