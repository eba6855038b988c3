package dev.minidocker.labs.networking.nftables;

import dev.minidocker.linux.netlink.MalformedMessageException;
import java.util.Arrays;
import java.util.Locale;

/** Whose packets a table sees; {@code NFPROTO_…} of {@code include/uapi/linux/netfilter.h}. */
public enum Family {
  INET(1),
  IP(2),
  ARP(3),
  NETDEV(5),
  BRIDGE(7),
  IP6(10);

  private final int number;

  Family(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /**
   * The family of this number.
   *
   * @throws MalformedMessageException if there is none
   */
  public static Family of(int number) {
    return Arrays.stream(values())
        .filter(family -> family.number == number)
        .findFirst()
        .orElseThrow(() -> new MalformedMessageException("no family of tables: " + number));
  }

  /** As nft(8) writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
