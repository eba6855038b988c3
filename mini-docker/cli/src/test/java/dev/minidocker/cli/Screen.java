package dev.minidocker.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What a terminal shows of what is written to it, for the few control functions that a program may
 * use here; ECMA-48. Any other, and any line that is too long, is an error.
 */
final class Screen {
  private int columns;
  private int rows;
  private final List<StringBuilder> lines = new ArrayList<>();
  private int row;
  private int column;
  private boolean cursorVisible = true;

  Screen(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    lines.add(new StringBuilder());
  }

  /** Writes; an escape sequence has to be whole. */
  void write(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\033') {
        int end = i + 2;
        while (text.charAt(end) < '@') {
          end++;
        }
        control(text.charAt(i + 1), text.substring(i + 2, end), text.charAt(end));
        i = end;
      } else if (c == '\n') {
        move(1);
      } else if (c == '\r') {
        column = 0;
      } else {
        put(c);
      }
    }
  }

  private void control(char introducer, String number, char function) {
    if (introducer == '[' && function == 'A') {
      move(-Integer.parseInt(number));
    } else if (introducer == '[' && function == 'B') {
      move(Integer.parseInt(number));
    } else if (introducer == '[' && function == 'K' && number.equals("2")) {
      lines.get(row).setLength(0);
    } else if (introducer == '[' && function == 'K' && number.isEmpty()) {
      eraseFromCursor();
    } else if (introducer == '[' && function == 'J' && number.isEmpty()) {
      lines.subList(row + 1, lines.size()).clear();
      eraseFromCursor();
    } else if (number.equals("?25")) {
      cursorVisible = function == 'h';
    } else {
      throw new AssertionError("unexpected control: " + introducer + number + function);
    }
  }

  private void eraseFromCursor() {
    StringBuilder line = lines.get(row);
    line.setLength(Math.min(column, line.length()));
  }

  /** Becomes as large as this; what no longer fits on a line goes on on the next. */
  void resize(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  boolean isCursorVisible() {
    return cursorVisible;
  }

  /** How many rows of the window a line takes. */
  private int rowsOf(StringBuilder line) {
    return Math.max(1, (line.length() + columns - 1) / columns);
  }

  private void move(int by) {
    int left = by;
    for (; left < 0 && row > 0; row--) {
      left += rowsOf(lines.get(row - 1));
    }
    if (by < 0 && left != 0) {
      throw new AssertionError("the cursor goes up into the midst of a line, or too far");
    }
    row += Math.max(0, by);
    while (row >= lines.size()) {
      lines.add(new StringBuilder());
    }
    int taken = lines.subList(row, lines.size()).stream().mapToInt(this::rowsOf).sum();
    if (taken > rows) {
      throw new AssertionError("the cursor leaves the window of " + rows + " rows");
    }
  }

  private void put(char c) {
    if (c < ' ' || column >= columns) {
      throw new AssertionError("not on a line of " + columns + ": " + lines.get(row) + c);
    }
    StringBuilder line = lines.get(row);
    while (line.length() <= column) {
      line.append(' ');
    }
    line.setCharAt(column++, c);
  }

  /** Everything, also what has left the window at its top. */
  List<String> lines() {
    List<String> text = lines.stream().map(line -> line.toString().stripTrailing()).toList();
    boolean endsEmpty = text.get(text.size() - 1).isEmpty();
    return endsEmpty ? text.subList(0, text.size() - 1) : text;
  }
}
