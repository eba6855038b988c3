package dev.minidocker.labs.networking.nftables;

import java.util.Locale;

/** What a packet carries and has ports; {@code IPPROTO_…} of {@code linux/in.h}. */
public enum Protocol {
  TCP(6),
  UDP(17),
  SCTP(132);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  static String text(int number) {
    for (Protocol protocol : values()) {
      if (protocol.number == number) {
        return protocol.toString();
      }
    }
    return switch (number) {
      case 1 -> "icmp";
      case 58 -> "ipv6-icmp";
      default -> Integer.toString(number);
    };
  }

  /** As in {@code 80/tcp}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
