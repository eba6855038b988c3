package dev.minidocker.cli;

import dev.minidocker.build.Progress;
import dev.minidocker.build.StepOutput;
import dev.minidocker.commandline.Printable;
import dev.minidocker.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/** Warnings only, and of a command that fails what it has written. */
final class QuietProgress implements Progress {
  private static final int NO_WINDOW = 0;

  private final FileChannel log;
  private CapturedOutput output;
  private boolean finished;

  /**
   * @param log a file for the output of one step at a time, closed at the end
   */
  QuietProgress(FileChannel log) {
    this.log = log;
  }

  @Override
  public void step(int number, int of, String instruction) {
    output = null;
  }

  @Override
  public void cached(Digest image) {}

  @Override
  public void made(Digest image) {}

  @Override
  public void warn(String message) {
    System.err.println("mini-docker: " + Printable.of(message));
  }

  @Override
  public StepOutput output() {
    output = new CapturedOutput(log, NO_WINDOW);
    return output;
  }

  @Override
  public void finished() {
    finished = true;
  }

  @Override
  public void close() {
    if (!finished && output != null) {
      output.copyTo(System.err);
    }
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the file for a command's output", e);
    }
  }
}
