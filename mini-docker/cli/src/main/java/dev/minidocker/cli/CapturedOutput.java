package dev.minidocker.cli;

import dev.minidocker.build.StepOutput;
import dev.minidocker.linux.Fd;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;

/** What a command writes, kept to be shown: its last lines while it runs, all of it if it fails. */
final class CapturedOutput implements StepOutput {
  private static final int BUFFER_BYTES = 65536;

  private final Fd reading;
  private final Fd writing;
  private final FileChannel whole;
  private final OutputTail tail;
  private final Thread reader;
  private IOException lost;

  /**
   * Begins to read.
   *
   * @param whole where all of it is written, from the beginning of the file
   * @param lines how many of its last lines are known
   */
  CapturedOutput(FileChannel whole, int lines) {
    this.whole = whole;
    this.tail = new OutputTail(lines);
    try {
      whole.truncate(0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty the file for a command's output", e);
    }
    Fd[] pipe = Fd.pipe();
    reading = pipe[0];
    writing = pipe[1];
    reader = new Thread(this::read, "step output");
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public List<Integer> streams() {
    return List.of(0, writing.number(), writing.number());
  }

  private void read() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (reading) {
      for (int length = reading.read(buffer); length > 0; length = reading.read(buffer)) {
        take(buffer, length);
      }
    }
  }

  private synchronized void take(byte[] buffer, int length) {
    tail.write(buffer, length);
    try {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
      while (lost == null && bytes.hasRemaining()) {
        whole.write(bytes);
      }
    } catch (IOException e) {
      lost = e; // told with what is there; the command is not to wait for us
    }
  }

  /** Its last lines so far. */
  synchronized List<String> lines() {
    return tail.lines();
  }

  /** Writes all of it, byte for byte, and ends its last line. */
  synchronized void copyTo(PrintStream out) {
    try {
      whole.position(0);
      Channels.newInputStream(whole).transferTo(out);
    } catch (IOException e) {
      lost = e;
    }
    if (tail.isInLine()) {
      out.println();
    }
    if (lost != null) {
      out.println("mini-docker: the rest of this output is lost: " + lost.getMessage());
    }
  }

  @Override
  public void close() {
    writing.close();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
