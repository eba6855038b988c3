package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import java.util.List;

/** {@code mini-docker network prune}: removes networks that nobody uses, in docker's words. */
final class NetworkPruneCommand implements Command {
  private static final String UNUSED = "all custom networks not used by at least one container.";

  private final Syntax syntax =
      Syntax.of("prune", "Remove networks that no container uses.", this)
          .flag("Do not ask.", "-f", "--force");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    if (!syntax.has("--force") && !PruneCommand.confirmed(UNUSED)) {
      return 0;
    }
    List<String> removed = Session.open().engine().networks().prune();
    if (!removed.isEmpty()) {
      System.out.println("Deleted Networks:");
      removed.forEach(System.out::println);
    }
    return 0;
  }
}
