package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunningContainerIT {
  private static final int SIGUSR1 = 10;

  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  @Test
  void whatComesAfterTheEndIsIgnored() {
    RunningContainer container;
    try (PreparedContainer prepared = LAB.get().engine().prepare(ContainerSpecs.plain("true"))) {
      container = prepared.start();
      container.waitFor();
      assertDoesNotThrow(() -> container.signal(SIGUSR1));
      container.close();
    }
    assertDoesNotThrow(() -> container.signal(SIGUSR1));
    assertDoesNotThrow(() -> container.resize(1, 1));
  }

  @Test
  void signalsMayComeAtAnyMoment() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    for (int i = 0; i < 20; i++) {
      try (PreparedContainer prepared = LAB.get().engine().prepare(ContainerSpecs.plain("true"))) {
        RunningContainer container = prepared.start();
        enough.set(false);
        CompletableFuture<Void> signals =
            CompletableFuture.runAsync(
                () -> {
                  while (!enough.get()) {
                    container.signal(0); // is it there?
                  }
                });
        assertEquals(0, container.waitFor().exitCode());
        container.close();
        enough.set(true);
        signals.get(1, TimeUnit.MINUTES); // whose exception would come here
      }
    }
  }
}
