package dev.minidocker.image;

import java.util.List;
import java.util.Optional;

/**
 * What a removal did.
 *
 * @param untagged names that are gone
 * @param deleted the image that is gone too, having no other name
 */
public record Removal(List<String> untagged, Optional<Digest> deleted) {
  public Removal {
    untagged = List.copyOf(untagged);
  }
}
