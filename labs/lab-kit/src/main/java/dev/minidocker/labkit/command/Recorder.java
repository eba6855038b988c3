package dev.minidocker.labkit.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a {@link Cast} while it happens; whatever was shown until a sudden end is in the file. */
final class Recorder implements AutoCloseable {
  private final BufferedWriter file;
  private final Tempo tempo;

  private Recorder(BufferedWriter file, Tempo tempo) {
    this.file = file;
    this.tempo = tempo;
  }

  static Recorder to(Path path, Cast.Header header, Tempo tempo) {
    try {
      Recorder recorder = new Recorder(Files.newBufferedWriter(path), tempo);
      recorder.line(header.toString());
      return recorder;
    } catch (IOException e) {
      throw new Complaint(
          Complaint.FAILED, "cannot write the recording " + path + ": " + Complaint.reason(e));
    }
  }

  /** What the terminal shows. */
  void output(String text) {
    // what was recorded has passed a terminal's driver, which ends lines so
    line(new Cast.Event(tempo.seconds(), Cast.OUTPUT, text.replace("\n", "\r\n")).toString());
  }

  void marker(String name) {
    line(new Cast.Event(tempo.seconds(), Cast.MARKER, name).toString());
  }

  private void line(String line) {
    try {
      file.write(line);
      file.newLine();
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the recording: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
