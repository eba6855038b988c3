package dev.minidocker.labkit.command;

import dev.minidocker.labkit.StateHome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which experiments a learner has run to success: lines of a file, each a name and a date.
 *
 * <p>Lines are only ever appended, each by one write, so that nothing that was written before can
 * be lost, whoever is killed and however many write at once.
 */
final class Progress {
  private static final String NAME = "labs.done";

  private final Optional<Path> file;

  private Progress(Optional<Path> file) {
    this.file = file;
  }

  /** Below the user's state home, as the XDG Base Directory Specification says. */
  static Progress of(Map<String, String> environment) {
    return new Progress(StateHome.of(environment).map(home -> home.resolve(NAME)));
  }

  static Progress in(Path stateHome) {
    return new Progress(Optional.of(stateHome.resolve("mini-docker").resolve(NAME)));
  }

  /** The names of what has been done; nothing, where nothing can be read. */
  Set<String> done() {
    Set<String> names = new TreeSet<>();
    lines().forEach(line -> names.add(line.split(" ", 2)[0]));
    return names;
  }

  private List<String> lines() {
    if (file.filter(Files::isRegularFile).isEmpty()) {
      return List.of();
    }
    try {
      return new String(Files.readAllBytes(file.get()), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Adds an experiment.
   *
   * @return why that is not possible, if it is not
   */
  Optional<String> add(String name) {
    if (done().contains(name)) {
      return Optional.empty();
    } else if (file.isEmpty()) {
      return Optional.of("neither HOME nor XDG_STATE_HOME says where");
    }
    try {
      append(file.get(), name + " " + LocalDate.now(ZoneOffset.UTC) + "\n");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot write " + file.get() + ": " + Complaint.reason(e));
    }
  }

  private static void append(Path file, String line) throws IOException {
    StateHome.requireOwn(file);
    Files.createDirectories(file.getParent());
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is no regular file");
    }
    // a write that was cut off by a full disk has left no end of line
    String text = endsWithinLine(file) ? "\n" + line : line;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
  }

  private static boolean endsWithinLine(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
    }
  }
}
