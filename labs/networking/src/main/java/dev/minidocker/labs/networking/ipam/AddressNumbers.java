package dev.minidocker.labs.networking.ipam;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses as the numbers that they are. */
final class AddressNumbers {
  private AddressNumbers() {}

  static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  /**
   * @param bits 32 or 128
   */
  static InetAddress of(BigInteger number, int bits) {
    byte[] address = new byte[bits / Byte.SIZE];
    byte[] digits = number.toByteArray(); // of two's complement: perhaps with a zero in front
    int length = Math.min(digits.length, address.length);
    System.arraycopy(digits, digits.length - length, address, address.length - length, length);
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new AssertionError(bits + " bits are an address", e);
    }
  }
}
