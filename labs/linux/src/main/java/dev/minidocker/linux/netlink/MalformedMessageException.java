package dev.minidocker.linux.netlink;

/** Bytes that are not what they claim to be: a message, an attribute, a field of it. */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was expected, and what was there
   */
  public MalformedMessageException(String message) {
    super(message);
  }
}
