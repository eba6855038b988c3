package dev.minidocker.cli;

import dev.minidocker.image.registry.LayerProgress;
import dev.minidocker.linux.HostTerminal;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What becomes of each layer: at a terminal a line for each, drawn anew in its place; elsewhere a
 * line for each thing that happens.
 */
final class LayerLines implements Consumer<LayerProgress> {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int LONGEST_BAR = 50;
  private static final int SHORTEST_BAR = 10;
  private static final int LONGEST_SIZES = "999.9MB/999.9MB".length();

  private final PrintStream out;
  private final Optional<HostTerminal> terminal;
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Map<String, Long> drawnAtNanos = new HashMap<>();

  private LayerLines(PrintStream out, Optional<HostTerminal> terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  static LayerLines onStandardOutput() {
    return new LayerLines(System.out, HostTerminal.behind(1));
  }

  static LayerLines onStandardError() {
    return new LayerLines(System.err, HostTerminal.behind(2));
  }

  /** Lines on standard output, or none. */
  static Consumer<LayerProgress> unless(boolean quiet) {
    return quiet ? layer -> {} : onStandardOutput();
  }

  @Override
  public synchronized void accept(LayerProgress layer) {
    if (terminal.isPresent()) {
      draw(layer, terminal.get().size());
    } else if (!layer.isMoving()) {
      out.println(layer);
    }
  }

  private void draw(LayerProgress layer, HostTerminal.Size window) {
    long now = System.nanoTime();
    Long before = drawnAtNanos.get(layer.id());
    boolean ends = layer.bytesDone() >= layer.bytesTotal();
    if (before != null && now - before < PAUSE_NANOS && !ends) {
      return;
    }
    drawnAtNanos.put(layer.id(), now);
    String line = text(layer, window.columns());
    Integer known = lines.putIfAbsent(layer.id(), lines.size());
    if (known == null) {
      out.print(line + "\n");
    } else if (lines.size() - known < Math.max(2, window.rows())) { // others are out of reach
      int up = lines.size() - known;
      out.print("\033[" + up + "A\r\033[2K" + line + "\033[" + up + "B\r");
    }
    out.flush();
  }

  /** As docker says it; never so long that the terminal would make two lines of it. */
  private static String text(LayerProgress layer, int columns) {
    int width = columns > 0 ? columns - 1 : 79;
    String text = layer.toString();
    if (layer.isMoving()) {
      String sizes =
          DecimalSize.inText(layer.bytesDone()) + "/" + DecimalSize.inText(layer.bytesTotal());
      int room = Math.min(LONGEST_BAR, width - text.length() - LONGEST_SIZES - 6);
      text += " " + (room < SHORTEST_BAR ? "" : bar(layer, room) + "  ") + sizes;
    }
    return text.length() > width ? text.substring(0, width) : text;
  }

  private static String bar(LayerProgress layer, int room) {
    int done = (int) Math.min(room, room * layer.bytesDone() / layer.bytesTotal());
    return "[" + "=".repeat(done) + ">" + " ".repeat(room - done) + "]";
  }
}
