package dev.minidocker.labkit.command;

/** Why a command cannot do what it was asked for: one line for the user, and the exit code. */
final class Complaint extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final int FAILED = 1;
  static final int MISUSE = 2;
  static final int CANNOT_BE_DONE_HERE = 3;

  private final int exitCode;

  Complaint(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
