package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which images there are, and which names they have: the content of {@code repositories.json}.
 *
 * @param repositories {@code name:tag} to the image's id
 * @param images all ids, hexadecimal, also of images without a name
 * @param steps those among them that a build made on its way: kept for the next build, not listed
 */
public record Catalog(Map<String, Digest> repositories, Set<String> images, Set<String> steps) {

  public Catalog {
    repositories = new TreeMap<>(repositories);
    images = new TreeSet<>(images);
    steps = new TreeSet<>(steps);
  }

  /** Reads JSON; null stands for the file of a store that is new. */
  public static Catalog decode(byte[] json, String what) {
    Map<String, Digest> repositories = new TreeMap<>();
    Set<String> images = new TreeSet<>();
    Set<String> steps = new TreeSet<>();
    if (json != null) {
      JsonFields fields = new JsonFields(Json.read(json, what), what);
      JsonFields names = fields.object("repositories");
      names.members().keySet().forEach(key -> repositories.put(key, Digest.parse(names.text(key))));
      fields.texts("images").forEach(id -> images.add(Digest.parse(id).hex()));
      fields.texts("steps").forEach(id -> steps.add(Digest.parse(id).hex()));
    }
    return new Catalog(repositories, images, steps);
  }

  public byte[] encode() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("repositories", repositories);
    json.put("images", digests(images));
    if (!steps.isEmpty()) {
      json.put("steps", digests(steps));
    }
    return Json.write(json);
  }

  private static List<String> digests(Set<String> ids) {
    return ids.stream().map(hex -> new Digest(hex).toString()).toList();
  }

  /** The image of this id gets this name; another that had it loses it. */
  public Catalog with(String name, Digest id) {
    Map<String, Digest> changed = new TreeMap<>(repositories);
    changed.put(name, id);
    return withImage(id).withNames(changed);
  }

  /** With this image, which has no name of its own yet, and is listed. */
  public Catalog withImage(Digest id) {
    Set<String> more = new TreeSet<>(images);
    more.add(id.hex());
    Set<String> fewer = new TreeSet<>(steps);
    fewer.remove(id.hex());
    return new Catalog(repositories, more, fewer);
  }

  /** With this image, which is not listed, unless it was already. */
  public Catalog withStep(Digest id) {
    if (images.contains(id.hex())) {
      return this;
    }
    Set<String> more = new TreeSet<>(images);
    more.add(id.hex());
    Set<String> unlisted = new TreeSet<>(steps);
    unlisted.add(id.hex());
    return new Catalog(repositories, more, unlisted);
  }

  private Catalog withNames(Map<String, Digest> names) {
    return new Catalog(names, images, steps);
  }

  /** Without this name; the image stays. */
  public Catalog withoutName(String name) {
    Map<String, Digest> changed = new TreeMap<>(repositories);
    changed.remove(name);
    return withNames(changed);
  }

  /** Without this image and all its names. */
  public Catalog withoutImage(Digest id) {
    Map<String, Digest> changed = new TreeMap<>(repositories);
    changed.values().removeIf(id::equals);
    Set<String> fewer = new TreeSet<>(images);
    fewer.remove(id.hex());
    Set<String> fewerSteps = new TreeSet<>(steps);
    fewerSteps.remove(id.hex());
    return new Catalog(changed, fewer, fewerSteps);
  }

  /** The names of an image, in order. */
  public List<String> names(Digest id) {
    // on the way of every run: a stream of a TreeMap and a record's equals() each take milliseconds
    // the first time
    List<String> names = new ArrayList<>();
    repositories.forEach(
        (name, named) -> {
          if (named.hex().equals(id.hex())) {
            names.add(name);
          }
        });
    return names;
  }
}
