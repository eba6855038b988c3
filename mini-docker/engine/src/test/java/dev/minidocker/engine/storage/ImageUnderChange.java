package dev.minidocker.engine.storage;

import dev.minidocker.engine.ContainerSpec;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.Host;
import dev.minidocker.engine.Mechanisms;
import dev.minidocker.engine.Workshop;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageDraft;
import dev.minidocker.image.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An image in a state directory of its own, which begins empty and grows layer by layer. */
final class ImageUnderChange {
  private final ImageStore images;
  private final Engine engine;
  private Image image;

  private ImageUnderChange(ImageStore images, Engine engine, Image image) {
    this.images = images;
    this.engine = engine;
    this.image = image;
  }

  static ImageUnderChange in(Path state, String driver) {
    ImageStore images = ImageStore.open(state);
    Engine engine =
        new Engine(
            state,
            images,
            Host.current(),
            Mechanisms.REFERENCE,
            StorageDrivers.of(state, Optional.of(driver)));
    ImageStore.Listing step = ImageStore.Listing.STEP;
    Image empty =
        images.add(ImageDraft.empty(), Optional.empty(), Optional.empty(), Optional.empty(), step);
    return new ImageUnderChange(images, engine, empty);
  }

  /** Has this done in a container, whose changes become the next layer; returns what is seen. */
  Map<String, VisibleFile> change(List<FileAct> acts) {
    Map<String, VisibleFile> seen = new TreeMap<>();
    try (Workshop container =
        engine.workshop(ContainerSpec.of(image.id().toString(), List.of("-")), image)) {
      container.change(
          root -> {
            acts.forEach(act -> act.on(root));
            seen.putAll(VisibleFile.below(root));
          });
      try (InputStream layer = container.changes()) {
        image =
            images.add(
                images.draft(image),
                Optional.of(image),
                Optional.of(layer),
                Optional.empty(),
                ImageStore.Listing.STEP);
      }
      return seen;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a container of the image sees. */
  Map<String, VisibleFile> look() {
    Map<String, VisibleFile> seen = new TreeMap<>();
    try (Workshop container =
        engine.workshop(ContainerSpec.of(image.id().toString(), List.of("-")), image)) {
      container.change(root -> seen.putAll(VisibleFile.below(root)));
    }
    return seen;
  }
}
