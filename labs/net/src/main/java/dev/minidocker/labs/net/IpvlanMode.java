package dev.minidocker.labs.net;

/** What siblings of one hardware address share; {@code IPVLAN_MODE_…} of {@code if_link.h}. */
public enum IpvlanMode {
  /** The parent is a switch for them: frames are told apart by their IP addresses. */
  L2(0),
  /** The parent is a router for them: neither broadcasts nor ARP. */
  L3(1),
  /** The same, and the parent's namespace sees and filters what passes. */
  L3S(2);

  private final int number;

  IpvlanMode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
