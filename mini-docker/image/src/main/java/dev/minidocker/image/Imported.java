package dev.minidocker.image;

import java.util.List;

/**
 * What an import gave.
 *
 * @param warnings one line each on what the archive has and the image has not
 */
public record Imported(Image image, List<String> warnings) {
  public Imported {
    warnings = List.copyOf(warnings);
  }
}
