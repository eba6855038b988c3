package dev.minidocker.engine.network;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Tasks;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program of the host that carries packets between a network namespace and the host's sockets.
 */
final class OutwardProgram implements AutoCloseable {
  private static final Path DEVICE = Path.of("/dev/net/tun");

  private static final String PASTA = "pasta";
  private static final String SLIRP = "slirp4netns";
  private static final String LINK = "outward0";
  private static final int MOST_SAID = 4096;

  private final Path file;
  private Child child;
  private Fd output;

  private OutwardProgram(Path file) {
    this.file = file;
  }

  /** Why there can be none, if so. */
  static Optional<String> obstacle() {
    if (find().isEmpty()) {
      return Optional.of(
          "pasta or slirp4netns carries the packets of an ordinary user, and neither is in PATH."
              + " Install the package passt or slirp4netns");
    } else if (!Files.isWritable(DEVICE)) {
      return Optional.of(
          "this user may not write to "
              + DEVICE
              + ", by which pasta and slirp4netns make their link. As root: chmod 666 "
              + DEVICE);
    }
    return Optional.empty();
  }

  /** The first of the two that is in PATH. */
  static Optional<OutwardProgram> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    for (String program : List.of(PASTA, SLIRP)) {
      for (String directory : path.split(File.pathSeparator, -1)) {
        Path file = Path.of(directory, program);
        if (file.isAbsolute() && Files.isExecutable(file)) {
          return Optional.of(new OutwardProgram(file));
        }
      }
    }
    return Optional.empty();
  }

  /** It dies with this JVM, and leads nothing from outside to containers: that is for ports. */
  private List<String> argv(NamespacePaths place) {
    List<String> argv = new ArrayList<>(List.of(file.toString()));
    if (file.endsWith(PASTA)) {
      argv.addAll(
          List.of("--foreground", "--quiet", "--config-net", "--no-map-gw", "--no-netns-quit"));
      argv.addAll(List.of("--ns-ifname", LINK));
      argv.addAll(List.of("-t", "none", "-u", "none", "-T", "none", "-U", "none"));
      argv.addAll(List.of("--userns", place.user(), "--netns", place.net()));
    } else {
      argv.addAll(List.of("--configure", "--mtu=65520", "--disable-host-loopback"));
      argv.addAll(List.of("--userns-path=" + place.user(), "--netns-type=path"));
      argv.addAll(List.of(place.net(), LINK));
    }
    return argv;
  }

  void start(NamespacePaths place) {
    Program program =
        Attendant.begins()
            .then(Descriptors.closeOnExecFrom(Report.FD))
            .then(Tasks.execFirstOf(List.of(file.toString()), argv(place), List.of()));
    Fd[] pipe = Fd.pipe();
    output = pipe[0];
    try (Fd end = pipe[1];
        Fd theirs = end.duplicate(Report.FD + 1);
        Fd nothing = Fd.open("/dev/null", OpenFlag.of(OpenFlag.O_RDWR), 0)) {
      List<Integer> streams = List.of(nothing.number(), theirs.number(), theirs.number());
      child =
          Launcher.launch(
              program, new Launcher.Setting(streams, Launcher.Setting.INHERITED.answer()));
      child.awaitStart();
    }
  }

  /** What it said at its end, if it has ended. */
  Optional<String> whyEnded() {
    if (!child.pidfd().awaitReadable(Duration.ZERO)) {
      return Optional.empty();
    }
    byte[] said = new byte[MOST_SAID];
    int length = output.awaitReadable(Duration.ZERO) ? output.read(said) : 0;
    String text = new String(said, 0, length, StandardCharsets.UTF_8).strip().replace('\n', ' ');
    return Optional.of(file + " has ended (" + child.waitFor() + "): " + text);
  }

  @Override
  public void close() {
    child.close();
    output.close();
  }
}
