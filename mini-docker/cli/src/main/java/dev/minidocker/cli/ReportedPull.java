package dev.minidocker.cli;

import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.oci.Platform;
import dev.minidocker.image.registry.LayerProgress;
import dev.minidocker.image.registry.Pull;
import dev.minidocker.image.registry.Pull.Pulled;
import dev.minidocker.image.registry.RemoteReference;
import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * Gets images from registries, and says with docker's words how it goes on.
 *
 * @param out where to say it
 * @param layers gets what happens to each layer
 */
record ReportedPull(PrintStream out, Consumer<LayerProgress> layers) {

  /** For a command that does nothing else. */
  static ReportedPull onStandardOutput() {
    return new ReportedPull(System.out, LayerLines.onStandardOutput());
  }

  /** For a command whose standard output is a container's. */
  static ReportedPull onStandardError() {
    return new ReportedPull(System.err, LayerLines.onStandardError());
  }

  static ReportedPull quiet() {
    return new ReportedPull(new PrintStream(PrintStream.nullOutputStream()), layer -> {});
  }

  /**
   * Gets an image.
   *
   * @param insecure whether the registry speaks without TLS
   * @return whether the name meant another image before, or none
   */
  boolean pull(RemoteReference reference, Platform platform, boolean insecure, ImageStore store) {
    out.println(reference.manifest() + ": Pulling from " + reference.path());
    Pulled pulled = new Pull(reference, platform, insecure, layers).into(store);
    pulled.imported().warnings().forEach(line -> System.err.println("mini-docker: " + line));
    warnOfAnother(platform, pulled.imported().image());
    out.println("Digest: " + pulled.digest());
    return pulled.isNew();
  }

  /** A list of images, or a name, may promise what the image itself does not say. */
  private static void warnOfAnother(Platform asked, Image image) {
    String is = image.config().os() + "/" + image.config().architecture();
    if (!asked.runs(new Platform(image.config().os(), image.config().architecture(), ""))) {
      System.err.println("mini-docker: the image is for " + is + ", and not for " + asked);
    }
  }

  void sayStatus(boolean isNew, String name) {
    out.println(
        (isNew ? "Status: Downloaded newer image for " : "Status: Image is up to date for ")
            + name);
  }
}
