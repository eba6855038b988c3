package dev.minidocker.build;

import dev.minidocker.build.dockerfile.Location;

/** A build cannot go on; the message is one line: where in the Dockerfile, what, why. */
public final class BuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BuildException(String message) {
    super(message);
  }

  BuildException(Location location, String message) {
    super(location + ": " + message);
  }

  BuildException(Location location, Throwable cause) {
    super(location + ": " + cause.getMessage(), cause);
  }
}
