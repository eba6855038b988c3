package dev.minidocker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.ImageStore;
import dev.minidocker.image.archive.ImageReader;
import dev.minidocker.image.archive.ImageReader.Loaded;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeImageTest {
  @TempDir Path directory;

  @Test
  void itIsAnImageOfOneLayerWithAsManyBytesAsWereAskedFor() throws Exception {
    Path archive = directory.resolve("image.tar");
    long bytes = 7_000_000;
    LargeImage.write(archive, bytes);
    try (FileChannel file = FileChannel.open(archive)) {
      List<Loaded> loaded = ImageReader.read(ImageStore.open(directory.resolve("store")), file);
      assertEquals(List.of(LargeImage.NAME), loaded.get(0).names());
      assertEquals(1, loaded.get(0).imported().image().layerDirs().size());
      assertTrue(loaded.get(0).imported().image().sizeBytes() >= bytes);
    }
  }
}
