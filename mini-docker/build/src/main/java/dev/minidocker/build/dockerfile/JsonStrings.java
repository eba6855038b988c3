package dev.minidocker.build.dockerfile;

import dev.minidocker.image.json.Json;
import java.util.List;
import java.util.Optional;

/** The exec form: a JSON array of strings. */
final class JsonStrings {
  private JsonStrings() {}

  /** The strings; empty if the text is anything else. */
  static Optional<List<String>> parse(String text) {
    return text.startsWith("[") ? Json.strings(text) : Optional.empty();
  }
}
