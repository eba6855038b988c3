package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.LayerOrigin;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which registries have a layer: a file beside the layer, that goes with it. */
public final class LayerOrigins {
  private static final int MOST = 50;

  private LayerOrigins() {}

  /** Those of a layer, the newest first. */
  public static List<LayerOrigin> read(Path file) {
    byte[] json = StateFile.readOrNull(file);
    if (json == null) {
      return List.of();
    }
    return new JsonFields(Json.read(json, file.toString()), file.toString())
        .objects("origins").stream().map(LayerOrigins::origin).toList();
  }

  private static LayerOrigin origin(JsonFields fields) {
    return new LayerOrigin(
        fields.text("domain"),
        fields.text("path"),
        Digest.parse(fields.text("digest")),
        fields.number("size"));
  }

  /** Adds one; the oldest are forgotten. Nobody else may write at the same time. */
  public static void add(Path file, LayerOrigin origin, Path tmp) {
    List<LayerOrigin> all = new ArrayList<>(read(file));
    all.remove(origin);
    all.add(0, origin);
    List<Map<String, Object>> json = all.stream().limit(MOST).map(LayerOrigins::fields).toList();
    StateFile.write(file, Json.write(Map.of("origins", json)), tmp);
  }

  private static Map<String, Object> fields(LayerOrigin origin) {
    return Map.of(
        "domain", origin.domain(),
        "path", origin.path(),
        "digest", origin.digest().toString(),
        "size", origin.bytes());
  }
}
