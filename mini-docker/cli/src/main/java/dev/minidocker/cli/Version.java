package dev.minidocker.cli;

import picocli.CommandLine.IVersionProvider;

/** Which mini-docker this is. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "mini-docker "
          + (version == null ? "(not from a jar)" : version)
          + ", Java "
          + Runtime.version().feature()
          + ", Linux "
          + System.getProperty("os.version")
          + " "
          + System.getProperty("os.arch")
    };
  }
}
