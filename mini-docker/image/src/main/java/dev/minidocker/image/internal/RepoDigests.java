package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.Reference;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Under which manifests registries know images: {@code name@sha256:…}, which unlike a tag never
 * means anything else. What is said of images that are gone does not count.
 */
public record RepoDigests(Path file) {

  /**
   * Reads {@code name[:tag]@digest}, where the tag says nothing; empty where there is no digest.
   */
  public static Optional<String> parse(String reference) {
    int at = reference.indexOf('@');
    return at < 0
        ? Optional.empty()
        : Optional.of(
            of(Reference.parse(reference.substring(0, at)).name(), manifest(reference, at)));
  }

  private static Digest manifest(String reference, int at) {
    try {
      return Digest.parse(reference.substring(at + 1));
    } catch (ImageException e) {
      throw new ImageException("'" + reference + "' names no image: " + e.getMessage(), e);
    }
  }

  public static String of(String name, Digest manifest) {
    return name + "@" + manifest;
  }

  /** The image of a name that {@link #parse} has read. */
  public Optional<Digest> find(String name) {
    return Optional.ofNullable(read().get(name));
  }

  /** The names of an image. */
  public List<String> names(Digest id) {
    return read().entrySet().stream()
        .filter(entry -> entry.getValue().equals(id))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Adds one, and forgets those of images that are gone; under the store's lock. */
  public void add(String name, Digest id, Set<String> images, Path tmp) {
    Map<String, Digest> all = read();
    all.values().removeIf(known -> !images.contains(known.hex()));
    all.put(name, id);
    StateFile.write(file, Json.write(Map.of("digests", all)), tmp);
  }

  private Map<String, Digest> read() {
    Map<String, Digest> all = new TreeMap<>();
    byte[] json = StateFile.readOrNull(file);
    if (json != null) {
      JsonFields fields = new JsonFields(Json.read(json, file.toString()), file.toString());
      JsonFields digests = fields.object("digests");
      digests.members().keySet().forEach(key -> all.put(key, Digest.parse(digests.text(key))));
    }
    return all;
  }
}
