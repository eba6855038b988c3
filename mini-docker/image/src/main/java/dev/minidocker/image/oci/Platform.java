package dev.minidocker.image.oci;

import dev.minidocker.image.ImageConfig;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.json.JsonFields;

/**
 * What an image runs on, as Go names it.
 *
 * @param variant of the architecture, as {@code v7} of arm; "" where there is one only
 */
public record Platform(String os, String architecture, String variant) {

  /** Of this machine. */
  public static Platform host() {
    String architecture = ImageConfig.hostArchitecture();
    return new Platform("linux", architecture, architecture.equals("arm64") ? "v8" : "");
  }

  /** What an entry of an index says of its manifest; OCI image-spec, {@code image-index.md}. */
  public static Platform of(JsonFields manifest) {
    JsonFields said = manifest.object("platform");
    return new Platform(said.text("os"), said.text("architecture"), said.text("variant"));
  }

  /** Reads {@code os/architecture[/variant]}. */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new ImageException(
          "'" + text + "' is not a platform: say os/architecture, as in linux/amd64");
    }
    return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
  }

  /** Whether an image of that platform runs here; a variant counts where both name one. */
  public boolean runs(Platform image) {
    return os.equals(image.os)
        && architecture.equals(image.architecture)
        && (variant.isEmpty() || image.variant.isEmpty() || variant.equals(image.variant));
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
