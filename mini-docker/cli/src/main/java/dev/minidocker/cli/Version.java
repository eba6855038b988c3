package dev.minidocker.cli;

/** Which mini-docker this is. */
final class Version {
  private Version() {}

  /** One line. */
  static String text() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "mini-docker "
        + (version == null ? "(not from a jar)" : version)
        + ", Java "
        + Runtime.version().feature()
        + ", Linux "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch");
  }
}
