package dev.minidocker.cli;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.HostTerminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The last lines of a terminal, which are drawn again in their place, below lines that stay;
 * ECMA-48 for the control sequences.
 *
 * <p>The cursor rests at the beginning of the line below, so that whatever else is printed, the
 * Ctrl and C of a key too, stands where the next drawing replaces it.
 */
final class LiveWindow {
  private static final String HIDE_CURSOR = "\033[?25l";
  private static final String SHOW_CURSOR = "\033[?25h";
  private static final String END_OF_LINE = "\033[K\n";
  private static final String ERASE_BELOW = "\033[J";
  private static final HostTerminal.Size USUAL = new HostTerminal.Size(24, 80);

  private final Supplier<HostTerminal.Size> terminal;
  private final PrintStream out;
  private List<Integer> drawnColumns = List.of();
  private boolean cursorHidden;

  /**
   * @param terminal tells how large it is now
   */
  LiveWindow(Supplier<HostTerminal.Size> terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  /**
   * Draws.
   *
   * @param staying lines to print above, once
   * @param window the lines to show now; if there is not room for all, the second is left out first
   */
  void draw(List<ScreenLine> staying, List<ScreenLine> window) {
    HostTerminal.Size size = size();
    List<String> lines = inColumns(fitting(window, size.rows() - 1), size.columns() - 1);
    StringBuilder text = new StringBuilder(cursorHidden ? "" : HIDE_CURSOR).append('\r');
    int up = Math.min(rowsDrawn(size.columns()), size.rows() - 1);
    if (up > 0) {
      text.append("\033[").append(up).append('A');
    }
    inColumns(staying, size.columns() - 1).forEach(line -> text.append(line).append(END_OF_LINE));
    lines.forEach(line -> text.append(line).append(END_OF_LINE));
    out.print(text + ERASE_BELOW);
    out.flush();
    cursorHidden = true;
    drawnColumns = lines.stream().map(ScreenLine::width).toList();
  }

  /** Draws for the last time: all of it stays. */
  void end(List<ScreenLine> staying) {
    draw(staying, List.of());
    out.print(SHOW_CURSOR);
    out.flush();
    cursorHidden = false;
  }

  /**
   * How many rows the window takes now: where it has become narrower, terminals break what no
   * longer fits into several rows.
   */
  private int rowsDrawn(int columns) {
    return drawnColumns.stream()
        .mapToInt(line -> Math.max(1, (line + columns - 1) / columns))
        .sum();
  }

  private static List<ScreenLine> fitting(List<ScreenLine> lines, int rows) {
    List<ScreenLine> kept = new ArrayList<>(lines);
    while (kept.size() > Math.max(0, rows)) {
      kept.remove(Math.min(1, kept.size() - 1));
    }
    return kept;
  }

  private static List<String> inColumns(List<ScreenLine> lines, int columns) {
    return lines.stream().map(line -> line.in(columns)).toList();
  }

  private HostTerminal.Size size() {
    try {
      HostTerminal.Size size = terminal.get();
      return new HostTerminal.Size(
          size.rows() > 0 ? size.rows() : USUAL.rows(),
          size.columns() > 0 ? size.columns() : USUAL.columns());
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EIO) {
        return USUAL; // it was closed meanwhile: nobody looks any more
      }
      throw e;
    }
  }
}
