package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;

/** {@code mini-docker image …}: what concerns images, under docker's longer names. */
final class ImageCommand implements Command {
  private final Syntax syntax =
      Syntax.of("image", "Manage images.", this)
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
