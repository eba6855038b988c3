package dev.minidocker.build;

import dev.minidocker.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names the state of a build: what it began with, and all that was done since. Equal keys, equal
 * images.
 */
record CacheKey(Digest digest) {

  static CacheKey of(String beginning) {
    return new CacheKey(Digest.of(beginning.getBytes(StandardCharsets.UTF_8)));
  }

  /** After one more instruction. */
  CacheKey then(Object... parts) {
    String text = digest + "\n" + String.join("\0", texts(parts));
    return new CacheKey(Digest.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Object... parts) {
    return List.of(parts).stream().map(Object::toString).toList();
  }
}
