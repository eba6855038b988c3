package dev.minidocker.engine;

/** A container cannot be found, read or removed; one line: what, why, what to do. */
public final class ContainerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ContainerException(String message) {
    super(message);
  }
}
