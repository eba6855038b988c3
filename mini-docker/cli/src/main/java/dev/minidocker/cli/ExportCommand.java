package dev.minidocker.cli;

import dev.minidocker.build.KeptContainer;
import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.StoppedContainer;
import dev.minidocker.linux.HostTerminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code mini-docker export}: all files of a container that has ended, as a tar. */
final class ExportCommand implements Command {

  private final Syntax syntax =
      Syntax.of("export", "Write a container's files as a tar archive.", this)
          .value("FILE", "Where to; standard output if not given.", "-o", "--output")
          .argument("CONTAINER", "A name, an id, or its beginning.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Optional<String> file = syntax.valueOf("--output");
    if (file.isEmpty() && HostTerminal.behind(1).isPresent()) {
      throw new IllegalArgumentException(
          "an archive is nothing for a terminal; give -o FILE, or send the output elsewhere");
    }
    Session session = Session.open();
    try (StoppedContainer container = session.engine().containers().stopped(syntax.argument(0))) {
      KeptContainer kept = new KeptContainer(session.images(), container);
      if (file.isEmpty()) {
        kept.export(session.engine(), System.out);
        return 0;
      }
      try (OutputStream archive = Files.newOutputStream(Path.of(file.get()))) {
        kept.export(session.engine(), archive);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write " + file.orElse("the archive") + ": " + e.getMessage(), e);
    }
  }
}
