package dev.minidocker.labkit.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording of a terminal, as asciinema and others play it: asciicast v2, a header and then one
 * line of JSON for each event.
 *
 * @param header what stands on the first line
 * @param events in the order of their times
 */
record Cast(Header header, List<Event> events) {

  private static final double LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  /** Output that a terminal shows. */
  static final String OUTPUT = "o";

  /** The beginning of a scene, and its name; players jump there. */
  static final String MARKER = "m";

  Cast {
    events = List.copyOf(events);
  }

  /**
   * @param width in columns
   * @param height in rows
   * @param timestamp when it was recorded, in seconds since 1970
   * @param idleSeconds players shorten pauses to this
   */
  record Header(int width, int height, long timestamp, double idleSeconds, String title) {

    @Override
    public String toString() {
      JsonObject json = new JsonObject();
      json.addProperty("version", 2);
      json.addProperty("width", width);
      json.addProperty("height", height);
      json.addProperty("timestamp", timestamp);
      json.addProperty("idle_time_limit", idleSeconds);
      json.addProperty("title", title);
      return json.toString();
    }

    /** When it was recorded. */
    LocalDate day() {
      return LocalDate.ofInstant(Instant.ofEpochSecond(timestamp), ZoneOffset.UTC);
    }

    static Header parse(String line) {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      if (json.get("version").getAsInt() != 2) {
        throw new JsonParseException("version " + json.get("version") + ", not 2");
      }
      return new Header(
          json.get("width").getAsInt(),
          json.get("height").getAsInt(),
          json.has("timestamp") ? json.get("timestamp").getAsLong() : 0,
          json.has("idle_time_limit") ? json.get("idle_time_limit").getAsDouble() : 0,
          json.has("title") ? json.get("title").getAsString() : "");
    }
  }

  /**
   * @param seconds since the beginning
   * @param kind {@link #OUTPUT}, {@link #MARKER}, or another, which is not shown
   */
  record Event(double seconds, String kind, String data) {

    @Override
    public String toString() {
      JsonArray json = new JsonArray();
      json.add(Math.round(seconds * 1e6) / 1e6);
      json.add(kind);
      json.add(data);
      return json.toString();
    }

    static Event parse(String line) {
      JsonArray json = JsonParser.parseString(line).getAsJsonArray();
      double seconds = json.get(0).getAsDouble();
      if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
        throw new JsonParseException("an event at second " + seconds);
      }
      return new Event(seconds, json.get(1).getAsString(), json.get(2).getAsString());
    }
  }

  static List<String> lines(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /**
   * Reads a recording. A last line that was cut off, because who recorded was killed, is left out.
   *
   * @param name for the complaint, if it is none
   */
  static Cast parse(String name, List<String> lines) {
    List<Event> events = new ArrayList<>();
    int read = 0;
    try {
      Header header = Header.parse(lines.isEmpty() ? "" : lines.get(0));
      for (read = 1; read < lines.size(); read++) {
        if (!lines.get(read).isBlank()) {
          events.add(Event.parse(lines.get(read)));
        }
      }
      return new Cast(header, events);
    } catch (JsonParseException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NumberFormatException
        | UnsupportedOperationException
        | NullPointerException e) { // what gson throws at a value of another kind, or at none
      if (read > 0 && read == lines.size() - 1) {
        return new Cast(Header.parse(lines.get(0)), events);
      }
      throw new Complaint(
          Complaint.FAILED, name + " is no asciicast of version 2: see line " + (read + 1));
    }
  }
}
