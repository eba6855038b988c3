package dev.minidocker.labs.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address and how many of its first bits name the network: {@code 10.0.0.1/24}. The address of
 * an interface, or the destination of a route.
 */
public record IpPrefix(InetAddress address, int length) {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  public IpPrefix {
    if (length < 0 || length > bits(address)) {
      throw new IllegalArgumentException(
          address.getHostAddress() + "/" + length + ": the length is 0 to " + bits(address));
    }
  }

  /**
   * Reads {@code 10.0.0.1/24} or {@code fd00::1/64}; no name is ever looked up.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static IpPrefix parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "not an address with a prefix length: " + text + ". Write it as in 10.0.0.1/24");
    }
    return new IpPrefix(address(parts[0]), Integer.parseInt(parts[1]));
  }

  /**
   * Reads an address in figures; no name is ever looked up.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static InetAddress address(String text) {
    boolean figures = text.matches(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    try {
      if (figures) { // or it would be taken for a name, and asked of others
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: " + text, e);
    }
    throw new IllegalArgumentException("not an IP address: " + text);
  }

  /** Every address of the family: where the default route leads. */
  public static IpPrefix all(int family) {
    return parse(family == AF_INET ? "0.0.0.0/0" : "::/0");
  }

  /** The same network with the other bits zero. */
  public IpPrefix network() {
    byte[] bytes = address.getAddress();
    for (int bit = length; bit < bits(address); bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    try {
      return new IpPrefix(InetAddress.getByAddress(bytes), length);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has as many bytes as before", e);
    }
  }

  /** Whether an address is in this network. */
  public boolean contains(InetAddress other) {
    return bits(other) == bits(address) && new IpPrefix(other, length).network().equals(network());
  }

  int family() {
    return family(address);
  }

  static int family(InetAddress address) {
    return address instanceof Inet4Address ? AF_INET : AF_INET6;
  }

  private static int bits(InetAddress address) {
    return address instanceof Inet4Address ? 32 : 128;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + length;
  }
}
