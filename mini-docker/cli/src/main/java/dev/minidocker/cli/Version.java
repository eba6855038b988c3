package dev.minidocker.cli;

/** Which mini-docker this is. */
final class Version {
  private Version() {}

  static String number() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }

  /** One line. */
  static String text() {
    return "mini-docker "
        + number()
        + ", Java "
        + Runtime.version().feature()
        + ", Linux "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch");
  }
}
