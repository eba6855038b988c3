package dev.minidocker.engine.network;

/** What is asked of networks cannot be had; the message is one line: what, why, what to do. */
public final class NetworkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NetworkException(String message) {
    super(message);
  }

  public NetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}
