package dev.minidocker.labs.networking.ipam;

/** An address or a subnet cannot be had. The message says which, and why. */
public final class IpamException extends RuntimeException {
  private static final long serialVersionUID = 1;

  IpamException(String message) {
    super(message);
  }
}
