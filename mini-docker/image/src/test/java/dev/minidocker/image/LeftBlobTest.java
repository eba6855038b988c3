package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftBlobTest {
  @TempDir private Path root;

  @Test
  void theConfigOfAnImportThatWasKilledGoesWithTheNextRemoval() throws IOException {
    ImageStore store = ImageStore.open(root);
    store.importRootfs(
        Archives.stream(Archives.ofFiles(1, 1, 1)), "kept-going", ImportOptions.from("a test"));
    byte[] config = {'{', '}'};
    Path left = root.resolve("blobs/sha256").resolve(Digest.of(config).hex());
    Files.write(left, config);

    store.remove("kept-going");

    assertFalse(Files.exists(left));
  }
}
