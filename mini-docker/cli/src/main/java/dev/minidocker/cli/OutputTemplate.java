package dev.minidocker.cli;

import dev.minidocker.image.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code --format} asks for: text in which {@code {{.Field.Sub}}} and {@code {{json .Field}}}
 * are replaced. That much of Go's templates is understood, and the rest refused.
 *
 * @param text for example {@code {{.Driver}} on {{.Name}}}
 */
record OutputTemplate(String text) {
  private static final Pattern ACTION = Pattern.compile("\\{\\{(.*?)}}");
  private static final Pattern FIELDS =
      Pattern.compile("\\s*(json\\s+)?(\\.|(?:\\.[A-Za-z0-9_]+)+)\\s*");

  /** docker's own name for the whole as JSON. */
  private static final String JSON = "json";

  /**
   * The text with the values in their places.
   *
   * @param fields values are texts, numbers, booleans, lists and maps of such
   * @throws IllegalArgumentException if a field does not exist, or something is not understood
   */
  String fill(Map<String, ?> fields) {
    String asked = text.equals(JSON) ? "{{json .}}" : text;
    String template = asked.replace("\\n", "\n").replace("\\t", "\t");
    Matcher action = ACTION.matcher(template);
    StringBuilder filled = new StringBuilder();
    while (action.find()) {
      action.appendReplacement(filled, Matcher.quoteReplacement(value(action.group(1), fields)));
    }
    action.appendTail(filled);
    if (ACTION.matcher(template).replaceAll("").contains("{{")) {
      throw new IllegalArgumentException("--format: {{ without }} in " + text);
    }
    return filled.toString();
  }

  private static String value(String action, Map<String, ?> fields) {
    Matcher matcher = FIELDS.matcher(action);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--format: {{"
              + action
              + "}} is not understood; write {{.Field}}, {{.Field.Sub}} or {{json .Field}}");
    }
    Object value = select(matcher.group(2), fields);
    return matcher.group(1) == null ? shown(value) : json(value);
  }

  private static Object select(String path, Object value) {
    Object selected = value;
    for (String name :
        path.equals(".") ? List.<String>of() : List.of(path.substring(1).split("\\.", -1))) {
      if (!(selected instanceof Map<?, ?> map) || !map.containsKey(name)) {
        String known = selected instanceof Map<?, ?> map ? String.join(", ", names(map)) : "none";
        throw new IllegalArgumentException(
            "--format: there is no field " + name + " in " + path + "; there are: " + known);
      }
      selected = map.get(name);
    }
    return selected;
  }

  private static List<String> names(Map<?, ?> map) {
    return map.keySet().stream().map(Object::toString).sorted().toList();
  }

  /** Without the brackets of a list of one. */
  private static String json(Object value) {
    if (value == null) {
      return "null";
    }
    String list = new String(Json.write(List.of(value)), StandardCharsets.UTF_8).strip();
    return list.substring(1, list.length() - 1).strip();
  }

  /** As Go prints a value. */
  private static String shown(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(OutputTemplate::shown).collect(Collectors.joining(" ", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map)
          .entrySet().stream()
              .map(entry -> entry.getKey() + ":" + shown(entry.getValue()))
              .collect(Collectors.joining(" ", "map[", "]"));
    }
    return value == null ? "<no value>" : value.toString();
  }
}
