package dev.minidocker.build.dockerfile;

/** What {@code --chmod} says. */
public final class FileMode {
  private static final int OCTAL = 8;

  private FileMode() {}

  /**
   * The permissions, the low twelve bits of a mode.
   *
   * @throws DockerfileException if the text is no number of three or four octal digits
   */
  public static int parse(Location location, String text) {
    if (!text.matches("[0-7]{3,4}")) {
      throw location.wrong("--chmod=" + text + ": expected three or four octal digits, as in 0644");
    }
    return Integer.parseInt(text, OCTAL);
  }
}
