package dev.minidocker.cli;

/** {@code mini-docker version}. */
final class VersionCommand implements CliCommand {
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
