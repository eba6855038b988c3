package dev.minidocker.labs.user.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.proc.UidMap;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UserModelProperties {
  private static final int SAMPLES = 300;

  @Property
  void theModelObeysTheLaws(
      @ForAll Law law,
      @ForAll("maps") UidMap outer,
      @ForAll("maps") UidMap inner,
      @ForAll("ids") long id) {
    assertTrue(law.holds(new UserModel(), outer, inner, id));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (UserModel mutant : Mutants.all()) {
      assertFalse(
          Arrays.stream(Law.values()).allMatch(law -> isObeyed(law, mutant)),
          () -> "no law is broken by " + mutant.getClass().getSimpleName());
    }
  }

  private boolean isObeyed(Law law, UserModel model) {
    Arbitrary<UidMap> maps = maps();
    Arbitrary<Long> ids = ids();
    return java.util.stream.Stream.generate(() -> true)
        .limit(SAMPLES)
        .allMatch(any -> law.holds(model, maps.sample(), maps.sample(), ids.sample()));
  }

  @Provide
  Arbitrary<UidMap> maps() {
    return Lives.proper();
  }

  @Provide
  Arbitrary<Long> ids() {
    return Lives.ids().filter(id -> id < UserModel.OVERFLOW_ID);
  }
}
