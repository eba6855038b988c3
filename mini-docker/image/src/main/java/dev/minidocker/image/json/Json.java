package dev.minidocker.image.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import dev.minidocker.image.ImageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as maps, lists, strings, numbers and booleans; the only place that knows the JSON library.
 *
 * <p>Only its streaming half is used: the half that binds objects doubles the time to start (see
 * {@code docs/adr/0002-json.adoc}).
 */
public final class Json {
  private static final int MAX_DEPTH = 64;

  private Json() {}

  /**
   * Reads one JSON object; its members keep their order.
   *
   * @param what names the text in the message if it is not JSON
   */
  public static Map<String, Object> read(byte[] json, String what) {
    try (JsonReader reader =
        new JsonReader(new StringReader(new String(json, StandardCharsets.UTF_8)))) {
      Map<String, Object> object = object(reader, 0);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("something follows the object");
      }
      return object;
    } catch (MalformedJsonException | EOFException | IllegalStateException e) {
      throw new ImageException(what + " is damaged: not the JSON object that it should be", e);
    } catch (IOException e) {
      throw new ImageException(what + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads one JSON array of strings; empty if the text is anything else. */
  public static Optional<List<String>> strings(String json) {
    List<String> strings = new ArrayList<>();
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.beginArray();
      while (reader.hasNext()) {
        if (reader.peek() != JsonToken.STRING) {
          return Optional.empty();
        }
        strings.add(reader.nextString());
      }
      reader.endArray();
      return reader.peek() == JsonToken.END_DOCUMENT ? Optional.of(strings) : Optional.empty();
    } catch (IOException | IllegalStateException e) {
      return Optional.empty(); // which is the answer: not an array of strings
    }
  }

  private static Object value(JsonReader reader, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IllegalStateException("more than " + MAX_DEPTH + " levels");
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader, depth);
      case BEGIN_ARRAY -> array(reader, depth);
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      default -> reader.nextString();
    };
  }

  private static Map<String, Object> object(JsonReader reader, int depth) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      members.put(reader.nextName(), value(reader, depth + 1));
    }
    reader.endObject();
    return members;
  }

  private static List<Object> array(JsonReader reader, int depth) throws IOException {
    List<Object> elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(value(reader, depth + 1));
    }
    reader.endArray();
    return elements;
  }

  private static Number number(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      return new BigDecimal(digits); // which is written again as it was read
    }
  }

  /** Writes JSON without spaces, in the order of the maps. */
  public static byte[] write(Map<String, ?> object) {
    return writeValue(object, "");
  }

  /** Writes JSON for people, one member a line, as docker writes its own files. */
  public static byte[] writeIndented(Map<String, ?> object) {
    return writeValue(object, "\t");
  }

  /** Writes an array for people, as docker's command line prints it. */
  public static byte[] writeIndented(List<?> array) {
    return writeValue(array, "    ");
  }

  /** Writes an array. */
  public static byte[] write(List<?> array) {
    return writeValue(array, "");
  }

  private static byte[] writeValue(Object object, String indent) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = new JsonWriter(text)) {
      writer.setHtmlSafe(false);
      writer.setIndent(indent);
      write(writer, object);
    } catch (IOException e) {
      throw new IllegalStateException("a StringWriter never fails", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonWriter writer, Object value) throws IOException {
    if (value instanceof Map<?, ?> members) {
      writer.beginObject();
      for (Map.Entry<?, ?> member : members.entrySet()) {
        writer.name(member.getKey().toString());
        write(writer, member.getValue());
      }
      writer.endObject();
    } else if (value instanceof Iterable<?> elements) {
      writer.beginArray();
      for (Object element : elements) {
        write(writer, element);
      }
      writer.endArray();
    } else if (value instanceof Number number) {
      writer.value(number);
    } else if (value instanceof Boolean truth) {
      writer.value(truth);
    } else if (value == null) {
      writer.nullValue();
    } else {
      writer.value(value.toString());
    }
  }
}
