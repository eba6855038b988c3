package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks as flock(1) of util-linux sees them. */
class FlockIT {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void makeFile() throws Exception {
    file = Files.createFile(directory.resolve("lock"));
  }

  private Fd opened() {
    return Fd.open(file.toString(), OpenFlag.of(OpenFlag.O_RDWR), 0);
  }

  /** Whether another process gets such a lock. */
  private boolean isFree(String option) throws Exception {
    Process other =
        new ProcessBuilder("flock", "--nonblock", option, file.toString(), "true").start();
    int code = other.waitFor();
    assertTrue(code == 0 || code == 1, () -> "flock ended with " + code);
    return code == 0;
  }

  @Test
  void anExclusiveLockKeepsAllOthersOutUntilItsFileIsClosed() throws Exception {
    try (Fd mine = opened()) {
      assertTrue(Flock.EXCLUSIVE.tryOn(mine));
      assertFalse(isFree("--shared"));
      try (Fd second = opened()) {
        assertFalse(Flock.SHARED.tryOn(second), "another opening of this process");
      }
      assertFalse(isFree("--exclusive"));
    }
    assertTrue(isFree("--exclusive"));
  }

  @Test
  void aSharedLockKeepsOutWhoWantsItAlone() throws Exception {
    try (Fd mine = opened();
        Fd second = opened()) {
      Flock.SHARED.await(mine);
      Flock.SHARED.await(second);
      assertTrue(isFree("--shared"));
      assertFalse(isFree("--exclusive"));
      Flock.giveBack(mine);
      assertFalse(isFree("--exclusive"));
      Flock.giveBack(second);
      assertTrue(isFree("--exclusive"));
    }
  }

  @Test
  void whoWaitsGoesOnWhenTheOtherHasEnded() throws Exception {
    Process other =
        new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo held; sleep 0.3").start();
    assertEquals('h', other.getInputStream().read());
    try (Fd mine = opened()) {
      assertFalse(Flock.EXCLUSIVE.tryOn(mine));
      Flock.EXCLUSIVE.await(mine);
      assertFalse(isFree("--shared"));
    }
    other.waitFor();
  }
}
