package dev.minidocker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
    assertEquals(3.0, new Samples(List.of(900L, 1L, 3L)).median());
  }

  @Test
  void theMedianOfAnEvenNumberLiesHalfwayBetweenTheTwoInTheMiddle() {
    assertEquals(3.5, new Samples(List.of(4L, 900L, 1L, 3L)).median());
  }

  @Test
  void aRatioComparesMediansNotMeans() {
    Samples ours = new Samples(List.of(2L, 2L, 1_000_000L));
    Samples theirs = new Samples(List.of(4L, 1L, 8L));
    assertEquals(0.5, ours.ratioTo(theirs));
  }

  @Test
  void noSamplesHaveNoMedian() {
    assertThrows(IllegalArgumentException.class, () -> new Samples(List.of()));
  }
}
