package dev.minidocker.cli;

import dev.minidocker.build.Progress;
import dev.minidocker.build.StepOutput;
import dev.minidocker.image.Digest;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a build goes on, at a terminal: a line for each step that is done, and below them a window
 * with the one that runs and the last it has said.
 *
 * <p>Only a clock draws, ten times a second: a build's many short steps must not make it flicker.
 */
final class LiveProgress implements Progress {
  private static final long PAUSE_MILLIS = 100;
  private static final int TAIL_LINES = 6;

  private final LiveWindow window;
  private final PrintStream out;
  private final FileChannel log;
  private final long startNanos = System.nanoTime();
  private final List<ScreenLine> staying = new ArrayList<>();

  private String instruction = "";
  private boolean cached;
  private long stepNanos;
  private int number;
  private int of;
  private CapturedOutput output;
  private boolean finished;
  private boolean ended;

  /**
   * Begins to draw.
   *
   * @param log a file for the output of one step at a time, closed at the end
   */
  LiveProgress(LiveWindow window, PrintStream out, FileChannel log) {
    this.window = window;
    this.out = out;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end("CANCELED"))); // Ctrl-C
    Thread clock = new Thread(this::drawAgainAndAgain, "progress");
    clock.setDaemon(true);
    clock.start();
  }

  private void drawAgainAndAgain() {
    try {
      do {
        Thread.sleep(PAUSE_MILLIS);
      } while (draw());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever asks for it wants no more drawing
    }
  }

  @Override
  public synchronized void step(int number, int of, String instruction) {
    endStep("");
    this.number = number;
    this.of = of;
    this.instruction = ScreenLine.shown(instruction);
    stepNanos = System.nanoTime();
  }

  @Override
  public synchronized void cached(Digest image) {
    cached = true;
  }

  @Override
  public void made(Digest image) {}

  @Override
  public synchronized void warn(String message) {
    staying.add(ScreenLine.of("mini-docker: " + ScreenLine.shown(message)));
  }

  @Override
  public synchronized StepOutput output() {
    output = new CapturedOutput(log, TAIL_LINES);
    return output;
  }

  @Override
  public synchronized void finished() {
    endStep("");
    finished = true;
  }

  private void endStep(String how) {
    if (number > 0) {
      staying.add(line(how.isEmpty() && cached ? "CACHED " : how));
    }
    output = null;
    cached = false;
  }

  private ScreenLine line(String how) {
    String text = " => " + how + "[" + number + "/" + of + "] " + instruction;
    return new ScreenLine(text, seconds(stepNanos));
  }

  private static String seconds(long sinceNanos) {
    return String.format(Locale.ROOT, "%.1fs", (System.nanoTime() - sinceNanos) / 1e9);
  }

  private ScreenLine summary(int done, String how) {
    String steps = of == 0 ? "" : " (" + done + "/" + of + ")";
    return ScreenLine.of("[+] Building " + seconds(startNanos) + steps + how);
  }

  /** Returns whether there may be more to draw. */
  private synchronized boolean draw() {
    if (ended) {
      return false;
    }
    List<ScreenLine> lines = new ArrayList<>();
    if (number > 0 && !finished) {
      lines.add(line(""));
      if (output != null) {
        output.lines().forEach(said -> lines.add(ScreenLine.of(" => => # " + said)));
      }
    }
    lines.add(summary(Math.max(0, finished ? of : number - 1), ""));
    window.draw(staying, lines);
    staying.clear();
    return true;
  }

  @Override
  public void close() {
    end("ERROR");
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the file for a command's output", e);
    }
  }

  private synchronized void end(String how) {
    if (ended) {
      return;
    }
    ended = true;
    CapturedOutput said = output;
    if (finished) {
      staying.add(summary(of, " FINISHED"));
    } else {
      endStep(how + " ");
      staying.add(summary(Math.max(0, number - 1), " " + how));
    }
    window.end(staying);
    if (said != null && how.equals("ERROR")) {
      out.println("------\n > [" + number + "/" + of + "] " + instruction + ":");
      said.copyTo(out);
      out.println("------");
    }
  }
}
