package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Pruning;
import dev.minidocker.image.Removal;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code mini-docker image prune}: removes what nobody needs, in docker's words. */
final class PruneCommand implements Command {
  private static final String DANGLING = "all dangling images.";
  private static final String UNUSED =
      "all images without at least one container associated to them.";

  private final Syntax syntax =
      Syntax.of("prune", "Remove images without a name, and what interrupted commands left.", this)
          .flag("All images that no container uses.", "-a", "--all")
          .flag("Do not ask.", "-f", "--force");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    boolean all = syntax.has("--all");
    if (!syntax.has("--force") && !confirmed(all ? UNUSED : DANGLING)) {
      return 0;
    }
    Session session = Session.open();
    Pruning pruned =
        session
            .images()
            .prune(
                image ->
                    (all || image.names().isEmpty())
                        && session.engine().containers().using(image.id()).isEmpty());
    if (!pruned.removals().isEmpty()) {
      System.out.println("Deleted Images:");
      pruned.removals().forEach(PruneCommand::print);
      System.out.println();
    }
    System.out.println("Total reclaimed space: " + DecimalSize.inText(pruned.reclaimedBytes()));
    return 0;
  }

  private static void print(Removal removal) {
    removal.untagged().forEach(name -> System.out.println("untagged: " + name));
    removal.deleted().ifPresent(id -> System.out.println("deleted: " + id));
  }

  /** The answer need not come from a terminal; no answer is a no. */
  static boolean confirmed(String what) {
    System.out.println("WARNING! This will remove " + what);
    System.out.print("Are you sure you want to continue? [y/N] ");
    System.out.flush();
    try {
      int first = System.in.read();
      int second = first < 0 ? -1 : System.in.read();
      return (first == 'y' || first == 'Y') && (second < 0 || second == '\n' || second == '\r');
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the answer", e);
    }
  }
}
