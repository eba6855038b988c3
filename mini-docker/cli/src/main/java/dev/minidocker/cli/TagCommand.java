package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;

/** {@code mini-docker tag}: one more name for an image. */
final class TagCommand implements Command {
  private final Syntax syntax =
      Syntax.of("tag", "Give an image one more name.", this)
          .argument("IMAGE", "A name, or an id.")
          .argument("NAME[:TAG]", "The name to give.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Session.open().images().tag(syntax.argument(0), syntax.argument(1));
    return 0;
  }
}
