package dev.minidocker.image;

import dev.minidocker.image.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An image that is not made yet: another image's config, to be changed. What of it is not known
 * here is kept as it is.
 *
 * <p>Source: OCI image-spec, {@code config.md}.
 */
public final class ImageDraft {
  private final Map<String, Object> json;

  private ImageDraft(Map<String, Object> json) {
    this.json = json;
  }

  /** Without files, for this machine: {@code FROM scratch}. */
  public static ImageDraft empty() {
    Map<String, Object> rootfs = new LinkedHashMap<>(Map.of("type", "layers"));
    rootfs.put("diff_ids", new ArrayList<>());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("created", "1970-01-01T00:00:00Z");
    json.put("architecture", ImageConfig.hostArchitecture());
    json.put("os", "linux");
    json.put("config", new LinkedHashMap<>());
    json.put("rootfs", rootfs);
    json.put("history", new ArrayList<>());
    return new ImageDraft(json);
  }

  static ImageDraft of(byte[] config, String what) {
    return new ImageDraft(Json.read(config, what));
  }

  /**
   * A member of the {@code config} object, for example {@code Env}.
   *
   * @return null where it is not there
   */
  public Object get(String member) {
    return run().get(member);
  }

  /** Sets a member of the {@code config} object; null takes it away. */
  public void set(String member, Object value) {
    if (value == null) {
      run().remove(member);
    } else {
      run().put(member, value);
    }
  }

  /** The list of texts of this name, changed. */
  public void changeList(String member, UnaryOperator<List<String>> change) {
    List<String> before = new ArrayList<>();
    if (get(member) instanceof List<?> list) {
      list.forEach(element -> before.add(element.toString()));
    }
    set(member, change.apply(before));
  }

  /** An object of this name, with one more member. */
  public void putInto(String member, String name, Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (get(member) instanceof Map<?, ?> before) {
      before.forEach((key, old) -> object.put(key.toString(), old));
    }
    object.put(name, value);
    set(member, object);
  }

  /**
   * Notes a step of the image's history, which also becomes the time when it was made.
   *
   * @param created by RFC 3339
   * @param createdBy what was done
   * @param comment more about it, or ""
   * @param hasLayer whether a layer came of it
   */
  public void record(String created, String createdBy, String comment, boolean hasLayer) {
    json.put("created", created);
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("created", created);
    step.put("created_by", createdBy);
    if (!comment.isEmpty()) {
      step.put("comment", comment);
    }
    if (!hasLayer) {
      step.put("empty_layer", true);
    }
    list(json, "history").add(step);
  }

  /** Who made the image. */
  public void author(String author) {
    json.put("author", author);
  }

  void addLayer(Digest diffId) {
    list(object("rootfs"), "diff_ids").add(diffId.toString());
  }

  /** The bytes whose digest is the image's id. */
  byte[] encode() {
    return Json.write(json);
  }

  private Map<String, Object> run() {
    return object("config");
  }

  @SuppressWarnings("unchecked") // Json makes such maps, and so do we
  private Map<String, Object> object(String name) {
    if (!(json.get(name) instanceof Map)) {
      json.put(name, new LinkedHashMap<>());
    }
    return (Map<String, Object>) json.get(name);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Map<String, Object> object, String name) {
    if (!(object.get(name) instanceof List)) {
      object.put(name, new ArrayList<>());
    }
    return (List<Object>) object.get(name);
  }
}
