package dev.minidocker.labkit.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

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

  /** Why a file could not be read or written, in words. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    return String.valueOf(e.getMessage());
  }

  int exitCode() {
    return exitCode;
  }
}
