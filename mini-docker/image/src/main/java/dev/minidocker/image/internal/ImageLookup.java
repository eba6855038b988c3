package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.Reference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which image a reference means: a name goes before the beginning of an id. */
public record ImageLookup(Catalog catalog, RepoDigests digests) {
  private static final Pattern ID = Pattern.compile("(?:sha256:)?([0-9a-f]{1,64})");

  /**
   * The image.
   *
   * @param reference {@code name[:tag]}, {@code name@digest}, an id, or the beginning of one
   * @throws ImageException if the ids of several images begin so, or it can be no reference
   */
  public Optional<Digest> find(String reference) {
    Optional<String> byManifest = RepoDigests.parse(reference);
    if (byManifest.isPresent()) {
      return digests.find(byManifest.get()).filter(id -> catalog.images().contains(id.hex()));
    }
    Optional<String> name = name(reference);
    return name.isPresent() ? name.map(catalog.repositories()::get) : byPrefix(reference);
  }

  /** The name, with its tag, that the reference is; empty if no image has it. */
  public Optional<String> name(String reference) {
    boolean isDigest = reference.startsWith("sha256:") && ID.matcher(reference).matches();
    if (isDigest || reference.contains("@")) {
      return Optional.empty();
    }
    String name = Reference.parse(reference).toString();
    return Optional.of(name).filter(catalog.repositories()::containsKey);
  }

  private Optional<Digest> byPrefix(String reference) {
    Matcher id = ID.matcher(reference);
    if (!id.matches()) {
      return Optional.empty();
    }
    List<String> found =
        catalog.images().stream().filter(hex -> hex.startsWith(id.group(1))).toList();
    if (found.size() > 1) {
      throw new ImageException(
          "the ids of "
              + found.size()
              + " images begin with "
              + id.group(1)
              + ": give more digits");
    }
    return found.stream().map(Digest::new).findFirst();
  }
}
