package dev.minidocker.build.dockerfile;

/** A Dockerfile cannot be understood; the message is one line: where, what, what was expected. */
public final class DockerfileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Location location;

  DockerfileException(Location location, String message) {
    super(location + ": " + message);
    this.location = location;
  }

  public Location location() {
    return location;
  }
}
