package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.image.ImportOptions;
import dev.minidocker.image.Imported;
import dev.minidocker.image.RootfsSource;
import java.io.IOException;
import java.io.InputStream;

/** {@code mini-docker import}: an image of one layer from the archive of a root file system. */
final class ImportCommand implements Command {

  private final Syntax syntax =
      Syntax.of("import", "Make an image of a root file system's tar.", this)
          .argument("FILE|URL|-", "The archive, plain or gzip.")
          .argument("NAME[:TAG]", "What to call the image.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    String source = syntax.argument(0);
    String name = syntax.argument(1);
    Session session = Session.open();
    try (InputStream archive = RootfsSource.open(source, System.in)) {
      Imported imported = session.images().importRootfs(archive, name, ImportOptions.from(source));
      imported.warnings().forEach(warning -> System.err.println("mini-docker: " + warning));
      System.out.println(imported.image().id());
      return 0;
    } catch (IOException e) {
      throw new StartFailure("cannot read " + source + ": " + FileReason.of(e), 1, e);
    }
  }
}
