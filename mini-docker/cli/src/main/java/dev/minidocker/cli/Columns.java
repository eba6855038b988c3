package dev.minidocker.cli;

import java.util.List;

/** A table as docker prints it: every column as wide as what is in it needs. */
final class Columns {
  private static final int GAP = 3;
  private static final int LEAST = 10;

  private Columns() {}

  /** Prints rows that have the same number of cells. */
  static void print(List<List<String>> rows) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int longest = rows.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        boolean last = i == row.size() - 1;
        line.append(row.get(i));
        line.append(" ".repeat(last ? 0 : Math.max(LEAST, longest + GAP) - row.get(i).length()));
      }
      System.out.println(line.toString().stripTrailing());
    }
  }
}
