package dev.minidocker.labs.cgroups.limits;

/** This machine's kernel has no such limit, or not for this user; the message says what to do. */
public final class UnsupportedLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedLimitException(String message) {
    super(message);
  }
}
