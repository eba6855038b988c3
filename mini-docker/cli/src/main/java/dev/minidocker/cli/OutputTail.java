package dev.minidocker.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines of what a command writes, as they may be shown; UTF-8. */
final class OutputTail {
  private static final int LONGEST_LINE_BYTES = 4096;

  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean returned;

  /**
   * @param most how many lines are kept
   */
  OutputTail(int most) {
    this.most = most;
  }

  void write(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      write(bytes[i]);
    }
  }

  private void write(byte b) {
    if (b == '\n') {
      end();
    } else if (b == '\r') {
      returned = true;
    } else {
      if (returned) {
        line.reset(); // as programs draw their bars: over what stands there
        returned = false;
      }
      if (line.size() < LONGEST_LINE_BYTES) {
        line.write(b);
      }
    }
  }

  private void end() {
    lines.add(text());
    if (lines.size() > most) {
      lines.remove();
    }
    line.reset();
    returned = false;
  }

  private String text() {
    return ScreenLine.shown(line.toString(StandardCharsets.UTF_8));
  }

  /** Whether the last line has not been ended. */
  boolean isInLine() {
    return line.size() > 0;
  }

  /** The oldest first; the last one may not be complete yet. */
  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (line.size() > 0) {
      all.add(text());
    }
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
