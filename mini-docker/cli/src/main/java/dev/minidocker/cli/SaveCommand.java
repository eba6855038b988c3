package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.archive.ImageWriter;
import dev.minidocker.linux.HostTerminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code mini-docker save}: images as one archive, which docker, podman and skopeo read too. */
final class SaveCommand implements Command {
  private static final int BUFFER = 1 << 17;

  private final Syntax syntax =
      Syntax.of("save", "Write images to an archive.", this)
          .value("FILE", "Where to, in place of standard output.", "-o", "--output")
          .arguments("IMAGE", "A name, or an id.", 1);

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    ImageStore store = Session.open().images();
    Map<Image, List<String>> images = new LinkedHashMap<>();
    for (String reference : syntax.arguments(0)) {
      Image image =
          store
              .find(reference)
              .orElseThrow(() -> new ImageException("there is no image " + reference));
      List<String> names = images.computeIfAbsent(image, unnamed -> new ArrayList<>());
      image.names().stream()
          .filter(name -> name.equals(reference) || name.equals(reference + ":latest"))
          .forEach(names::add);
    }
    Optional<Path> file = syntax.valueOf("--output").map(Path::of);
    try {
      if (file.isPresent()) {
        toFile(store, images, file.get());
      } else {
        toStandardOutput(store, images);
      }
      return 0;
    } catch (IOException e) {
      String where = file.map(path -> " to " + path).orElse("");
      throw new StartFailure("cannot save" + where + ": " + FileReason.of(e), 1, e);
    }
  }

  private static void toStandardOutput(ImageStore store, Map<Image, List<String>> images)
      throws IOException {
    if (HostTerminal.behind(1).isPresent()) {
      throw new ImageException(
          "an archive is nothing for a terminal: name a file with -o, or redirect the output");
    }
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    OutputStream buffered = new BufferedOutputStream(out, BUFFER);
    ImageWriter.write(store, images, buffered);
    buffered.flush();
  }

  /** What is not complete is not left there. */
  private static void toFile(ImageStore store, Map<Image, List<String>> images, Path file)
      throws IOException {
    boolean done = false;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      ImageWriter.write(store, images, out);
      done = true;
    } finally {
      if (!done && Files.isRegularFile(file)) {
        Files.delete(file);
      }
    }
  }
}
