package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.proc.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One JVM starts container after container, and grows no fatter. */
class ManyStartsIT {
  private static final int STARTS = Math.min(1000 * Integer.getInteger("thorough", 1), 10_000);
  private static final int WARM_UP = 500;
  private static final int THREADS = 4;

  /**
   * Room for what the JVM itself makes of a warm program: compiled code, its collector's tables.
   */
  private static final long GROWTH_KILOBYTES = 32 * 1024;

  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  @Test
  void manyStartsLeaveNoDescriptorNoProcessNoFileAndNoMemory() throws Exception {
    run(WARM_UP);
    Remains remains = Remains.of(LAB.get().state());
    Snapshot before = Snapshot.take(LAB.get().state());
    long nativeKilobytes = nativeKilobytes();
    run(STARTS);
    long growth = nativeKilobytes() - nativeKilobytes;
    System.out.println(STARTS + " starts: native memory grew by " + growth + " kB");
    assertTrue(growth < GROWTH_KILOBYTES, STARTS + " starts took " + growth + " kB");
    remains.assertAll(LAB.get().state(), STARTS + " starts");
    before.assertNothingLeaked();
  }

  @Test
  void containersOfDifferentUsersFollowEachOther() {
    Random random = new Random();
    for (int i = 0; i < 20; i++) {
      String user = random.nextInt(70_000) + ":" + random.nextInt(70_000);
      ContainerSpec spec = ContainerSpecs.as(user, "sh", "-c", "echo $(id -u):$(id -g)");
      assertEquals(user, LAB.get().outputOf(spec).strip());
    }
  }

  @Test
  void startsOfSeveralThreadsDoNotDisturbEachOther() throws Exception {
    Snapshot before = Snapshot.take(LAB.get().state());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        runs.add(threads.submit(() -> run(STARTS / 10)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
    before.assertNothingLeaked();
  }

  private static void run(int times) {
    for (int i = 0; i < times; i++) {
      assertEquals(new ExitStatus(0, false), LAB.get().run(ContainerSpecs.plain("true")));
    }
  }

  /** The resident memory of every mapping above the Java heap, which is in the lowest 4 GB. */
  private static long nativeKilobytes() throws IOException {
    long total = 0;
    boolean aboveTheHeap = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        aboveTheHeap = line.indexOf('-') > 8;
      } else if (aboveTheHeap && line.startsWith("Rss:")) {
        total += Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return total;
  }
}
