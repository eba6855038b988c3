package dev.minidocker.cli;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image as docker's API describes it: moby's {@code api/swagger.yaml}, {@code ImageInspect}. */
final class ImageDescription {
  private static final List<String> TEXTS = List.of("User", "WorkingDir");
  private static final List<String> OTHERS =
      List.of("Env", "Cmd", "Volumes", "Entrypoint", "OnBuild", "Labels");

  private ImageDescription() {}

  static Map<String, Object> of(ImageStore store, Image image) {
    JsonFields json =
        new JsonFields(Json.read(store.configBytes(image), "the config"), "the config");
    List<JsonFields> history = json.objects("history");
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("Id", image.id().toString());
    all.put("RepoTags", image.names());
    all.put("RepoDigests", store.digests(image));
    all.put("Parent", "");
    all.put("Comment", history.isEmpty() ? "" : history.get(history.size() - 1).text("comment"));
    all.put("Created", image.created().toString());
    all.put("Author", json.text("author"));
    all.put("Config", config(json.object("config").members()));
    all.put("Architecture", image.config().architecture());
    if (!json.text("variant").isEmpty()) {
      all.put("Variant", json.text("variant"));
    }
    all.put("Os", image.config().os());
    all.put("Size", image.sizeBytes());
    List<String> layers = image.config().diffIds().stream().map(Digest::toString).toList();
    all.put("RootFS", new LinkedHashMap<>(Map.of("Type", "layers", "Layers", layers)));
    return all;
  }

  /** Templates may ask for these also where the image says nothing. */
  private static Map<String, Object> config(Map<String, Object> said) {
    Map<String, Object> config = new LinkedHashMap<>();
    TEXTS.forEach(member -> config.put(member, ""));
    OTHERS.forEach(member -> config.put(member, null));
    List<String> names = new ArrayList<>(said.keySet());
    names.stream()
        .filter(name -> said.get(name) != null)
        .forEach(name -> config.put(name, said.get(name)));
    return config;
  }
}
