package dev.minidocker.labkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

class ThoroughTriesProperties {
  private static final int TRIES = 7;
  private static int tried;

  @Property(tries = TRIES)
  void aTry(@ForAll long number) {
    tried++;
  }

  @AfterContainer
  static void theFactorOfTheBuildCounts() {
    assertEquals(ThoroughTries.inThisBuild(TRIES), tried);
  }
}
