package dev.minidocker.build.context;

/** The files of a build cannot be had; the message is one line: what, why, what to do. */
public final class ContextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ContextException(String message) {
    super(message);
  }

  ContextException(String message, Throwable cause) {
    super(message, cause);
  }
}
