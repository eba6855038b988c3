package dev.minidocker.image.json;

import dev.minidocker.image.ImageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Typed access to the members of a JSON object that somebody else may have written. */
public record JsonFields(Map<String, Object> members, String what) {

  /** The text of this name, or "" where it is absent or null. */
  public String text(String name) {
    Object value = members.get(name);
    return value == null ? "" : cast(name, value, String.class);
  }

  /** The whole number of this name, or 0 where it is absent. */
  public long number(String name) {
    Object value = members.get(name);
    return value == null ? 0 : cast(name, value, Long.class);
  }

  /** The list of texts of this name, empty where it is absent or null. */
  public List<String> texts(String name) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    List<?> elements = cast(name, value, List.class);
    return elements.stream().map(element -> cast(name, element, String.class)).toList();
  }

  /** The object of this name, empty where it is absent or null. */
  public JsonFields object(String name) {
    Map<String, Object> copy = new LinkedHashMap<>();
    Object value = members.get(name);
    if (value != null) {
      Map<?, ?> object = cast(name, value, Map.class);
      object.forEach((key, member) -> copy.put(key.toString(), member));
    }
    return new JsonFields(copy, what + ", " + name);
  }

  /** Whether this is said to be so; false where nothing is said. */
  public boolean flag(String name) {
    Object value = members.get(name);
    return value != null && cast(name, value, Boolean.class);
  }

  /** The list of objects of this name, empty where it is absent or null. */
  public List<JsonFields> objects(String name) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    List<?> elements = cast(name, value, List.class);
    return elements.stream()
        .map(element -> new JsonFields(Map.of(name, cast(name, element, Map.class)), what))
        .map(wrapped -> wrapped.object(name))
        .toList();
  }

  private <T> T cast(String name, Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new ImageException(
          what + " is damaged: '" + name + "' is of another kind than it should be");
    }
    return type.cast(value);
  }
}
