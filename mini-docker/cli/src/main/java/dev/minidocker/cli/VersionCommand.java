package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;

/** {@code mini-docker version}. */
final class VersionCommand implements Command {
  private final Syntax syntax = Syntax.of("version", "Show the version.", this);

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    System.out.println(Version.text());
    return 0;
  }
}
