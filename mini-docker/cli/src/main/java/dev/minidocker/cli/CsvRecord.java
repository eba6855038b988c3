package dev.minidocker.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of values with commas between them. One in quotes may have commas in it, and a quote where
 * it has two; RFC 4180, as Go's {@code encoding/csv} reads it.
 *
 * @param fields the values, without their quotes
 */
record CsvRecord(List<String> fields) {
  private static final char QUOTE = '"';

  CsvRecord {
    fields = List.copyOf(fields);
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if a quote is not closed, or stands within a value
   */
  static CsvRecord parse(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    do {
      boolean quoted = at < line.length() && line.charAt(at) == QUOTE;
      int end = quoted ? endOfQuotes(line, at) : endOfPlain(line, at);
      String text = line.substring(at, end);
      fields.add(quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text);
      at = end + 1;
    } while (at <= line.length());
    return new CsvRecord(fields);
  }

  private static int endOfPlain(String line, int start) {
    int comma = line.indexOf(',', start);
    int end = comma < 0 ? line.length() : comma;
    if (line.substring(start, end).indexOf(QUOTE) >= 0) {
      throw new IllegalArgumentException(
          "a quote within a value: put the whole value in quotes, and write two for the one");
    }
    return end;
  }

  private static int endOfQuotes(String line, int start) {
    for (int at = start + 1; at < line.length(); at++) {
      boolean quote = line.charAt(at) == QUOTE;
      boolean last = at + 1 == line.length();
      if (quote && (last || line.charAt(at + 1) == ',')) {
        return at + 1;
      } else if (quote && line.charAt(at + 1) == QUOTE) {
        at++;
      } else if (quote) {
        throw new IllegalArgumentException("text behind a closing quote: a comma is missing");
      }
    }
    throw new IllegalArgumentException("a quote is not closed");
  }
}
