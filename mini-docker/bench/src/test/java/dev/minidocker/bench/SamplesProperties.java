package dev.minidocker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class SamplesProperties {

  @Property
  void halfOfTheSamplesAreOnEitherSideOfTheMedian(
      @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 1, max = 1_000_000) Long> nanos) {
    double median = new Samples(nanos).median();
    long below = nanos.stream().filter(sample -> sample < median).count();
    long above = nanos.stream().filter(sample -> sample > median).count();
    assertTrue(below * 2 <= nanos.size() && above * 2 <= nanos.size());
  }

  @Property
  void theOrderOfSamplesDoesNotMatter(
      @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 1, max = 1_000_000) Long> nanos,
      @ForAll long seed) {
    List<Long> shuffled = new ArrayList<>(nanos);
    Collections.shuffle(shuffled, new Random(seed));
    assertEquals(new Samples(nanos).median(), new Samples(shuffled).median());
  }
}
