package dev.minidocker.cli;

import dev.minidocker.image.ImageException;
import dev.minidocker.image.Removal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mini-docker rmi}: takes names from images; an image goes with its last name. */
@Command(name = "rmi", description = "Remove images.")
final class RmiCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "A name, or an id.")
  private List<String> references;

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Override
  public Integer call() {
    Session session = Session.open();
    int code = 0;
    for (String reference : references) {
      try {
        Removal removal = session.images().remove(reference);
        removal.untagged().forEach(name -> System.out.println("Untagged: " + name));
        removal.deleted().ifPresent(id -> System.out.println("Deleted: " + id));
      } catch (ImageException e) { // the others may still be removed
        System.err.println("mini-docker: " + e.getMessage());
        code = 1;
      }
    }
    return code;
  }
}
