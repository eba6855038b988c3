package dev.minidocker.engine;

/** A container could not be started: one line for the user, and docker's exit code for it. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** mini-docker itself, or what it was asked, is at fault. */
  public static final int OUR_FAULT = 125;

  /** The command is there and cannot be run. */
  public static final int NOT_EXECUTABLE = 126;

  /** The command is not there. */
  public static final int NOT_FOUND = 127;

  private final int exitCode;

  public StartFailure(String message) {
    this(message, OUR_FAULT, null);
  }

  public StartFailure(String message, int exitCode, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
