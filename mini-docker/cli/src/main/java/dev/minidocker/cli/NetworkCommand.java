package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;

/** {@code mini-docker network …}: the networks that containers share. */
final class NetworkCommand implements Command {
  private final Syntax syntax =
      Syntax.of("network", "Manage networks.", this)
          .subcommand("create", new NetworkCreateCommand())
          .subcommand("inspect", new NetworkInspectCommand())
          .subcommand("ls", new NetworkLsCommand(), "list")
          .subcommand("prune", new NetworkPruneCommand())
          .subcommand("rm", new NetworkRmCommand(), "remove");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  /** Without a command there is little to do. */
  @Override
  public Integer call() {
    syntax.spec().commandLine().usage(System.out);
    return 0;
  }
}
