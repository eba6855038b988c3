package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;

/** {@code mini-docker network connect}. */
final class NetworkConnectCommand implements Command {
  private final Syntax syntax =
      Syntax.of("connect", "Connect a container that runs to one more network.", this)
          .value("ADDRESS", "IPv4 address in the network.", "--ip")
          .value("ADDRESS", "IPv6 address in the network.", "--ip6")
          .values("NAME", "Another name in the network.", "--alias")
          .argument("NETWORK", "A name, or an id.")
          .argument("CONTAINER", "A name, an id, or its beginning.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Session.open()
        .engine()
        .networkMembers()
        .connect(syntax.argument(1), EndpointOptions.ofConnect(syntax));
    return 0;
  }
}
