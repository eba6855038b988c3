package dev.minidocker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the lines of a list are shown: as {@code --format} asks, or as a table with headings.
 *
 * @param asked a template for each line; {@code table}, perhaps with one, for a table
 * @param columns the table that is shown if no other is asked for
 * @param headings of the columns, by their fields
 */
record RowFormat(String asked, String columns, Map<String, String> headings) {
  /** What is asked for where nothing is said. */
  static final String TABLE = "table";

  /** Prints a line for each row. */
  void print(List<? extends Map<String, String>> rows) {
    if (asked.startsWith(TABLE)) {
      table(rows, asked.substring(TABLE.length()).strip());
    } else {
      OutputTemplate template = new OutputTemplate(asked);
      rows.forEach(row -> System.out.println(template.fill(row)));
    }
  }

  private void table(List<? extends Map<String, String>> rows, String template) {
    OutputTemplate line = new OutputTemplate(template.isEmpty() ? columns : template);
    List<Map<String, String>> all = new ArrayList<>(List.of(headings));
    all.addAll(rows);
    Columns.print(all.stream().map(row -> List.of(line.fill(row).split("\t", -1))).toList());
  }
}
