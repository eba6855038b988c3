package dev.minidocker.labs.networking.nftables;

import dev.minidocker.linux.netlink.MalformedMessageException;
import java.util.Locale;

/** A place on a packet's way where chains may look at it; {@code linux/netfilter.h}. */
public enum Hook {
  /** Behind the link by which it came, before it is known where it goes. */
  PREROUTING,
  /** It is for this host. */
  INPUT,
  /** It is for another. */
  FORWARD,
  /** It is from this host. */
  OUTPUT,
  /** Before the link by which it leaves. */
  POSTROUTING,
  INGRESS,
  EGRESS;

  int number() {
    return ordinal();
  }

  /** The same number means other hooks in some families. */
  static Hook of(Family family, int number) {
    int shifted =
        switch (family) {
          case NETDEV -> number + INGRESS.ordinal();
          case ARP -> number == 0 ? 1 : number == 1 ? 3 : number;
          default -> number;
        };
    if (number < 0 || shifted >= values().length) {
      throw new MalformedMessageException("no hook of " + family + ": " + number);
    }
    return values()[shifted];
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
