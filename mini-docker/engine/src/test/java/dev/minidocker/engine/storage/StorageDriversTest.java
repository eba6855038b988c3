package dev.minidocker.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.engine.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageDriversTest {
  @TempDir private Path root;

  private String chosen(String... asked) {
    return StorageDrivers.of(root, Optional.ofNullable(asked.length == 0 ? null : asked[0])).name();
  }

  private String refusal(String name) {
    return assertThrows(StartFailure.class, () -> chosen(name)).getMessage();
  }

  @Test
  void withoutAWishItIsOverlay2AndNothingIsMade() {
    assertEquals("overlay2", chosen());
    assertEquals(0, root.toFile().list().length);
  }

  @Test
  void aWishIsRemembered() {
    assertEquals("vfs", chosen("vfs"));
    assertEquals("vfs", chosen());
    assertEquals("vfs", chosen("vfs"));
    String refusal = refusal("overlay2");
    assertTrue(refusal.contains(root + " was made with the storage driver vfs"), refusal);
    assertTrue(refusal.contains("MINI_DOCKER_ROOT"), refusal);
  }

  @ParameterizedTest
  @CsvSource({"layers", "containers"})
  void aDirectoryFromBeforeThereWasAChoiceHasOverlay2(String sign) throws Exception {
    Files.createDirectory(root.resolve(sign));
    assertEquals("overlay2", chosen("overlay2"));
    String refusal = refusal("vfs");
    assertTrue(refusal.contains("made with the storage driver overlay2, not vfs"), refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "zfs, no part of Linux",
    "devicemapper, copies blocks",
    "aufs, never became a part of Linux",
    "overlay, overlay2 took its place",
    "nonsense, 'no storage driver \"nonsense\"'"
  })
  void otherDriversAreRefusedWithTheReason(String name, String reason) {
    String refusal = refusal(name);
    assertTrue(refusal.contains(reason), refusal);
    assertTrue(refusal.endsWith("; there are overlay2, vfs, btrfs"), refusal);
    assertEquals("overlay2", chosen(), "nothing is remembered of it");
  }

  @Test
  void btrfsIsRefusedWhereThereIsNone() {
    FilesystemType type = FilesystemType.of(root);
    if (type == FilesystemType.BTRFS) {
      assertEquals("btrfs", chosen("btrfs"));
      return;
    }
    String refusal = refusal("btrfs");
    assertTrue(refusal.contains(root + " is on " + type.kernelName()), refusal);
    assertFalse(Files.isSymbolicLink(root.resolve("storage-driver")));
  }
}
