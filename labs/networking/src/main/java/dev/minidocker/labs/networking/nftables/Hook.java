package dev.minidocker.labs.networking.nftables;

import dev.minidocker.linux.netlink.MalformedMessageException;
import java.util.Arrays;
import java.util.Locale;

/** A place on a packet's way where chains may look at it; {@code linux/netfilter.h}. */
public enum Hook {
  /** Behind the link by which it came, before it is known where it goes. */
  PREROUTING(0),
  /** It is for this host. */
  INPUT(1),
  /** It is for another. */
  FORWARD(2),
  /** It is from this host. */
  OUTPUT(3),
  /** Before the link by which it leaves. */
  POSTROUTING(4),
  /** Right behind the link, before all others. */
  INGRESS(5),
  /** Right before the link, behind all others. */
  EGRESS(6);

  private final int number;

  Hook(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The same number means other hooks in some families. */
  static Hook of(Family family, int number) {
    int inInet =
        switch (family) {
          case NETDEV -> number + INGRESS.number;
          case ARP -> number == 1 ? OUTPUT.number : number == 0 ? INPUT.number : number;
          default -> number;
        };
    return Arrays.stream(values())
        .filter(hook -> hook.number == inInet)
        .findFirst()
        .orElseThrow(() -> new MalformedMessageException("no hook of " + family + ": " + number));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
