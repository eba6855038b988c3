package dev.minidocker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {

  @Test
  void contendersTakeTurnsAndTheWarmUpDoesNotCount() {
    List<String> order = new ArrayList<>();
    List<Samples> samples =
        new Contest("work", 2, 1).run(List.of(counting("A", order), counting("B", order)));
    assertEquals(List.of("A", "B", "A", "B", "A", "B"), order);
    assertEquals(List.of(new Samples(List.of(2L, 4L)), new Samples(List.of(3L, 5L))), samples);
  }

  /** A contender whose time is the number of samples before it. */
  private static Contender counting(String name, List<String> order) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long sample() {
        order.add(name);
        return order.size() - 1L;
      }
    };
  }
}
