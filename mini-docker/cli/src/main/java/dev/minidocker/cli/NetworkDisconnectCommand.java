package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;

/** {@code mini-docker network disconnect}. */
final class NetworkDisconnectCommand implements Command {
  private final Syntax syntax =
      Syntax.of("disconnect", "Take a container that runs out of a network.", this)
          .flag("What docker's users may write; it changes nothing.", "-f", "--force")
          .argument("NETWORK", "A name, or an id.")
          .argument("CONTAINER", "A name, an id, or its beginning.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Session.open().engine().networkMembers().disconnect(syntax.argument(0), syntax.argument(1));
    return 0;
  }
}
