package dev.minidocker.cli;

import dev.minidocker.build.BuildRequest;
import dev.minidocker.build.Builder;
import dev.minidocker.build.Progress;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.Host;
import dev.minidocker.engine.Mechanisms;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.engine.storage.StorageDriver;
import dev.minidocker.engine.storage.StorageDrivers;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.LabImage;
import java.nio.file.Path;

/** What a command works with: the state of this user on this machine. */
record Session(Path root, ImageStore images, Engine engine) {

  static Session open() {
    return open(Mechanisms.REFERENCE);
  }

  /** The same, with containers assembled from these parts. */
  static Session open(Mechanisms mechanisms) {
    Host host = Host.current();
    Path root = State.directory(host);
    ImageStore images = ImageStore.open(root);
    StorageDriver driver = StorageDrivers.of(root, State.driver());
    return new Session(root, images, new Engine(root, images, host, mechanisms, driver));
  }

  Builder builder(BuildRequest request, ImageSupply supply, Progress progress) {
    return new Builder(root, images, engine, request, supply::get, progress);
  }

  /**
   * Sees to it that a container's image is there.
   *
   * @throws ImageException if it cannot be had; one that nobody asks a registry for may be missing
   */
  void provide(String image, PullPolicy policy) {
    new ImageSupply(images, policy, ReportedPull.onStandardError()).get(image);
  }

  /** For who may not make it. */
  void requireProvided(String image) {
    if (LabImage.isMeantBy(image) && images.find(image).isEmpty()) {
      throw new StartFailure(
          "the image "
              + image
              + " is not made yet, and a dry run makes nothing. Once `mini-docker run --rm lab true` has made it, there is a plan to show");
    }
  }
}
