package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.LabImage;
import dev.minidocker.image.LayerUnpacker;
import dev.minidocker.image.UnpackLimits;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files of a container that nothing runs in. */
@Requires(Need.NAMESPACES)
class WorkshopIT {
  @RegisterExtension static final OpenLaboratory LABORATORY = new OpenLaboratory();

  private final String word = "md" + new Random().nextInt(1 << 30);

  private Workshop workshop() {
    Laboratory laboratory = LABORATORY.get();
    Image image = LabImage.in(ImageStore.open(laboratory.state()));
    return laboratory.engine().workshop(ContainerSpecs.named(word, "true"), image);
  }

  private static List<Path> namesIn(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::getFileName).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsChangedIsALayer(@TempDir Path layer) throws Exception {
    try (Workshop workshop = workshop()) {
      workshop.change(root -> write(root.resolve(word), "hello"));
      try (InputStream changes = workshop.changes()) {
        LayerUnpacker.unpack(changes, layer, UnpackLimits.DEFAULT);
      }
      assertEquals("hello", Files.readString(layer.resolve(word)));
      assertEquals(List.of(Path.of(word)), namesIn(layer));
    }
  }

  @Test
  void theImagesFilesAreThere() {
    try (Workshop workshop = workshop()) {
      workshop.change(root -> assertTrue(Files.isExecutable(root.resolve("bin/sh"))));
    }
  }

  @Test
  void aChangeThatFailsIsToldAndNothingIsLeft() {
    Path containers = LABORATORY.get().state().resolve("containers");
    List<Path> before = namesIn(containers);
    try (Workshop workshop = workshop()) {
      IllegalStateException told =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workshop.change(
                      root -> {
                        throw new IllegalStateException(word);
                      }));
      assertEquals(word, told.getMessage());
    }
    assertEquals(before, namesIn(containers));
    assertFalse(Files.exists(LABORATORY.get().state().resolve("names").resolve(word)));
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
