package dev.minidocker.cli;

import dev.minidocker.commandline.Printable;
import dev.minidocker.image.oci.HistoryEntry;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A step on the way to an image.
 *
 * @param id of the image, or {@code <missing>}
 * @param bytes that its layer holds
 */
record HistoryRow(HistoryEntry entry, String id, long bytes) {
  static final String COLUMNS =
      "{{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";

  static final Map<String, String> HEADINGS =
      Map.of(
          "ID", "IMAGE",
          "CreatedSince", "CREATED",
          "CreatedAt", "CREATED AT",
          "CreatedBy", "CREATED BY",
          "Size", "SIZE",
          "Comment", "COMMENT");

  private static final int WIDTH = 45;
  private static final String UNKNOWN = "N/A"; // as docker says where nobody has said

  /**
   * docker's names for the columns.
   *
   * @param whole nothing shortened
   * @param human ages and sizes for people; otherwise times and bytes
   */
  Map<String, String> fields(boolean whole, boolean human) {
    String command = Printable.of(entry.createdBy());
    boolean cut = command.length() > WIDTH && !whole;
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ID", id);
    fields.put("CreatedSince", human ? age() : time());
    fields.put("CreatedAt", time());
    fields.put("CreatedBy", cut ? command.substring(0, WIDTH - 1) + "…" : command);
    fields.put("Size", human ? DecimalSize.inList(bytes) : Long.toString(bytes));
    fields.put("Comment", Printable.of(entry.comment()));
    return fields;
  }

  /** As docker writes it: no parts of seconds. */
  private String time() {
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
          OffsetDateTime.parse(entry.created()).truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeParseException e) {
      return UNKNOWN;
    }
  }

  private String age() {
    try {
      return ImagesCommand.age(OffsetDateTime.parse(entry.created()).toInstant());
    } catch (DateTimeParseException e) {
      return UNKNOWN;
    }
  }
}
