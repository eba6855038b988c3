package dev.minidocker.labs.cgroups.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CgroupModelProperties {

  @Property
  void theModelObeysTheLaws(
      @ForAll Law law,
      @ForAll("paths") CgroupPath start,
      @ForAll("paths") CgroupPath one,
      @ForAll("paths") CgroupPath other) {
    assertTrue(law.holds(new CgroupModel(), start, one, other));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (CgroupModel mutant : Mutants.all()) {
      assertFalse(
          Arrays.stream(Law.values()).allMatch(law -> isObeyed(law, mutant)),
          () -> "no law is broken by " + mutant.getClass().getSimpleName());
    }
  }

  private boolean isObeyed(Law law, CgroupModel model) {
    return paths()
        .sampleStream()
        .limit(2000)
        .allMatch(start -> law.holds(model, start, paths().sample(), paths().sample()));
  }

  @Property
  void aPathThatIsShownIsThePathThatIsRead(@ForAll("paths") CgroupPath path) {
    assertEquals(path, CgroupPath.parse(path.toString()));
    assertThrows(IllegalArgumentException.class, () -> CgroupPath.parse("x" + path));
  }

  @Provide
  Arbitrary<CgroupPath> paths() {
    return Lives.paths();
  }
}
