package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;

/** A command that does nothing but name others: {@code mini-docker image …}. */
final class CommandGroup implements Command {
  private final Syntax syntax;

  private CommandGroup(String name, String description) {
    this.syntax = Syntax.of(name, description, this);
  }

  /** What concerns images, under docker's longer names. */
  static Command ofImages() {
    CommandGroup group = new CommandGroup("image", "Manage images.");
    group
        .syntax
        .subcommand("build", new BuildCommand())
        .subcommand("history", new HistoryCommand())
        .subcommand("import", new ImportCommand())
        .subcommand("inspect", new InspectCommand())
        .subcommand("load", new LoadCommand())
        .subcommand("ls", new ImagesCommand(), "list")
        .subcommand("prune", new PruneCommand())
        .subcommand("pull", new PullCommand())
        .subcommand("push", new PushCommand())
        .subcommand("rm", new RmiCommand(), "remove")
        .subcommand("save", new SaveCommand())
        .subcommand("tag", new TagCommand());
    return group;
  }

  /** What concerns the networks that containers share. */
  static Command ofNetworks() {
    CommandGroup group = new CommandGroup("network", "Manage networks.");
    group
        .syntax
        .subcommand("connect", new NetworkConnectCommand())
        .subcommand("create", new NetworkCreateCommand())
        .subcommand("disconnect", new NetworkDisconnectCommand())
        .subcommand("inspect", new NetworkInspectCommand())
        .subcommand("ls", new NetworkLsCommand(), "list")
        .subcommand("prune", new NetworkPruneCommand())
        .subcommand("rm", new NetworkRmCommand(), "remove");
    return group;
  }

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
