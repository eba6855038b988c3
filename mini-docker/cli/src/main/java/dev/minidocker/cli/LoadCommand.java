package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.archive.ImageReader;
import dev.minidocker.image.archive.ImageReader.Loaded;
import dev.minidocker.linux.HostTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code mini-docker load}: the images of an archive that {@code save} has made, ours or docker's.
 */
final class LoadCommand implements Command {
  private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

  private final Syntax syntax =
      Syntax.of("load", "Take in the images of an archive.", this)
          .value("FILE", "The archive, in place of standard input.", "-i", "--input")
          .flag("As docker has it; there is no progress to leave out.", "-q", "--quiet");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    if (syntax.valueOf("--input").isEmpty() && HostTerminal.behind(0).isPresent()) {
      throw new ImageException(
          "an archive does not come from a terminal: name a file with -i, or redirect the input");
    }
    ImageStore store = Session.open().images();
    Path file = syntax.valueOf("--input").map(Path::of).orElse(STANDARD_INPUT);
    try {
      for (Loaded image : load(store, file)) {
        image.imported().warnings().forEach(line -> System.err.println("mini-docker: " + line));
        image.names().forEach(name -> System.out.println("Loaded image: " + name));
        if (image.names().isEmpty()) {
          System.out.println("Loaded image ID: " + image.imported().image().id());
        }
      }
      return 0;
    } catch (IOException e) {
      String what = file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
      throw new StartFailure("cannot load " + what + ": " + FileReason.of(e), 1, e);
    }
  }

  /** A file that is not compressed is read where it is; anything else is copied first. */
  private static List<Loaded> load(ImageStore store, Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      try (FileChannel archive = FileChannel.open(file)) {
        if (!ImageReader.isCompressed(archive)) {
          return ImageReader.read(store, archive);
        }
      }
    }
    try (InputStream in = file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file)) {
      return ImageReader.read(store, in);
    }
  }
}
