package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageConfig;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OCI image configuration to JSON and back; image-spec, {@code config.md}. */
public final class ConfigCodec {

  private ConfigCodec() {}

  /** The JSON whose digest is the image's id. */
  public static byte[] encode(ImageConfig config, String comment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("created", config.created());
    json.put("architecture", config.architecture());
    json.put("os", config.os());
    json.put("config", encode(config.defaults()));
    json.put("rootfs", rootfs(config.diffIds()));
    json.put("history", List.of(history(config.created(), comment)));
    return Json.write(json);
  }

  private static Map<String, Object> encode(ImageConfig.Defaults defaults) {
    Map<String, Object> json = new LinkedHashMap<>();
    putUnlessEmpty(json, "User", defaults.user());
    putUnlessEmpty(json, "Env", defaults.env());
    putUnlessEmpty(json, "Entrypoint", defaults.entrypoint());
    putUnlessEmpty(json, "Cmd", defaults.cmd());
    putUnlessEmpty(json, "WorkingDir", defaults.workingDir());
    return json;
  }

  private static void putUnlessEmpty(Map<String, Object> json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  private static void putUnlessEmpty(Map<String, Object> json, String name, List<String> values) {
    if (!values.isEmpty()) {
      json.put(name, values);
    }
  }

  private static Map<String, Object> rootfs(List<Digest> diffIds) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "layers");
    json.put("diff_ids", diffIds.stream().map(Digest::toString).toList());
    return json;
  }

  private static Map<String, Object> history(String created, String comment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("created", created);
    json.put("comment", comment);
    return json;
  }

  /** What the JSON says; members that are not known here stay in the blob alone. */
  public static ImageConfig decode(byte[] json, String what) {
    JsonFields fields = new JsonFields(Json.read(json, what), what);
    JsonFields run = fields.object("config");
    return new ImageConfig(
        fields.text("architecture"),
        fields.text("os"),
        fields.text("created"),
        new ImageConfig.Defaults(
            run.text("User"),
            run.texts("Env"),
            run.texts("Entrypoint"),
            run.texts("Cmd"),
            run.text("WorkingDir")),
        fields.object("rootfs").texts("diff_ids").stream().map(Digest::parse).toList());
  }
}
