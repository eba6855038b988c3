package dev.minidocker.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What a terminal shows of what is written to it, for the few control functions that a program may
 * use here; ECMA-48. Any other, and any line that is too long, is an error.
 */
final class Screen {
  private final int columns;
  private final int rows;
  private final List<StringBuilder> lines = new ArrayList<>();
  private int row;
  private int column;

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
        while (Character.isDigit(text.charAt(end))) {
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
    } else {
      throw new AssertionError("unexpected control: " + introducer + number + function);
    }
  }

  private void move(int by) {
    row += by;
    while (row >= lines.size()) {
      lines.add(new StringBuilder());
    }
    if (row < 0 || row < lines.size() - rows) {
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
