package dev.minidocker.build.context;

/** The files of a build cannot be had; the message is one line: what, why, what to do. */
public final class ContextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ContextException(String message) {
    super(message);
  }

  public ContextException(String message, Throwable cause) {
    super(message, cause);
  }
}
