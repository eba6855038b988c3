package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Event;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What only the speaker reads: on another terminal, in a file, or through a named pipe. */
final class Notes implements AutoCloseable {
  private static final int WRITE_CREATE_TRUNCATE = 1 | 0100 | 01000;
  private static final int NO_CONTROLLING_TERMINAL = 0400;
  private static final int NOT_WAITING = 04000;

  private final String path;
  private Optional<Fd> file;

  private Notes(String path, Optional<Fd> file) {
    this.path = path;
    this.file = file;
  }

  /** Notes that nobody wants. */
  static Notes none() {
    return new Notes("", Optional.empty());
  }

  static Notes at(String path) {
    try {
      int flags = WRITE_CREATE_TRUNCATE | NO_CONTROLLING_TERMINAL | NOT_WAITING;
      return new Notes(path, Optional.of(Fd.open(path, flags, 0644)));
    } catch (ErrnoException e) {
      String advice = e.errno() == Errno.ENXIO ? ". Nobody reads it yet: cat " + path : "";
      throw new Complaint(Complaint.FAILED, "cannot write notes: " + e.getMessage() + advice);
    }
  }

  /** What to say, what will be done, what to point at, and what comes next. */
  void scene(Experiment experiment, int index, Event.Narration narration) {
    Scene scene = experiment.scenes().get(index);
    StringBuilder text = new StringBuilder("\n== " + experiment.name());
    text.append(", scene %d of %d%n".formatted(index + 1, experiment.scenes().size()));
    text.append("say:   " + narration.text() + "\n");
    narration.plan().forEach(call -> text.append("do:    " + Page.harmless(call) + "\n"));
    scene
        .observation()
        .ifPresent(seen -> text.append("point: " + seen.what() + ", host beside container\n"));
    scene.expectations().forEach(expected -> text.append("claim: " + expected.text() + "\n"));
    if (index + 1 < experiment.scenes().size()) {
      text.append("next:  " + experiment.scenes().get(index + 1).narration() + "\n");
    }
    write(text.toString());
  }

  /** A reader that has gone, or does not keep up, must not stop the lecture. */
  private void write(String text) {
    try {
      file.ifPresent(fd -> fd.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EAGAIN) {
        close();
        file = Optional.empty();
        System.err.println("lab: no more notes to " + path + ": " + e.errno().text());
      }
    }
  }

  @Override
  public void close() {
    file.ifPresent(Fd::close);
  }
}
