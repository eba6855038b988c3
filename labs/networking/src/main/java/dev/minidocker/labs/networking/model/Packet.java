package dev.minidocker.labs.networking.model;

/**
 * A datagram, as far as address translation is concerned.
 *
 * @param source from whom it appears to come
 * @param destination to whom it appears to go
 */
public record Packet(Place source, Place destination) {

  /** An address and a port. */
  public record Place(String address, int port) {}

  /** The answer that its receiver would send. */
  public Packet answer() {
    return new Packet(/* source= */ destination, /* destination= */ source);
  }
}
