package dev.minidocker.labs.net;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The address of a link on its own medium, as Ethernet has it: {@code 02:00:00:00:00:01}.
 *
 * @param octets 0 to 255 each; six for Ethernet, none for a link without
 */
public record HardwareAddress(List<Integer> octets) {
  static final int ETHERNET_BYTES = 6;

  public HardwareAddress {
    octets = List.copyOf(octets);
  }

  static HardwareAddress of(byte[] bytes) {
    List<Integer> octets = new ArrayList<>();
    for (byte octet : bytes) {
      octets.add(octet & 0xff);
    }
    return new HardwareAddress(octets);
  }

  /**
   * One made from an address, so that a neighbour who remembers the address finds whoever has it
   * now: {@code 02:42}, which no manufacturer has, and the address's four bytes.
   */
  public static HardwareAddress of(Inet4Address address) {
    byte[] four = address.getAddress();
    return of(new byte[] {0x02, 0x42, four[0], four[1], four[2], four[3]});
  }

  /**
   * One that nobody else has, as long as nobody is very unlucky: {@code 02:42} and four bytes.
   *
   * @param random of which the bytes are taken
   */
  public static HardwareAddress random(RandomGenerator random) {
    byte[] four = new byte[4];
    random.nextBytes(four);
    return of(new byte[] {0x02, 0x42, four[0], four[1], four[2], four[3]});
  }

  /** Reads {@code 02:00:00:00:00:01}. */
  public static HardwareAddress parse(String text) {
    List<Integer> octets = new ArrayList<>();
    for (String octet : text.split(":", -1)) {
      octets.add(Integer.parseInt(octet, 16) & 0xff);
    }
    return new HardwareAddress(octets);
  }

  byte[] bytes() {
    byte[] bytes = new byte[octets.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = octets.get(i).byteValue();
    }
    return bytes;
  }

  @Override
  public String toString() {
    return String.join(":", octets.stream().map(octet -> String.format("%02x", octet)).toList());
  }
}
