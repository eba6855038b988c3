package dev.minidocker.cli;

import dev.minidocker.engine.StartFailure;
import dev.minidocker.image.ImportOptions;
import dev.minidocker.image.Imported;
import dev.minidocker.image.RootfsSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mini-docker import}: an image of one layer from the archive of a root file system. */
@Command(name = "import", description = "Make an image of a root file system's tar.")
final class ImportCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FILE|URL|-", description = "The archive, plain or gzip.")
  private String source;

  @Parameters(index = "1", paramLabel = "NAME[:TAG]", description = "What to call the image.")
  private String name;

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Override
  public Integer call() {
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
