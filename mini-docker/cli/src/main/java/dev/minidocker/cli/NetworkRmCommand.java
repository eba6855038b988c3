package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.engine.network.Networks;

/** {@code mini-docker network rm}. */
final class NetworkRmCommand implements Command {
  private final Syntax syntax =
      Syntax.of("rm", "Remove networks that no container uses.", this)
          .flag("Say nothing of those that are not there.", "-f", "--force")
          .arguments("NETWORK", "A name, or an id.", 1);

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Networks networks = Session.open().engine().networks();
    int code = 0;
    for (String reference : syntax.arguments(0)) {
      if (syntax.has("--force") && !networks.isThere(reference)) {
        continue;
      }
      try {
        networks.remove(reference);
        System.out.println(reference);
      } catch (NetworkException e) { // the others may still be removed
        System.err.println("mini-docker: " + e.getMessage());
        code = 1;
      }
    }
    return code;
  }
}
