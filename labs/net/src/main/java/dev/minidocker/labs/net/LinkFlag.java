package dev.minidocker.labs.net;

import dev.minidocker.linux.Flag;
import java.util.EnumSet;
import java.util.Set;

/** {@code IFF_…} of {@code include/uapi/linux/if.h}; netdevice(7). */
public enum LinkFlag implements Flag {
  /** Somebody switched it on. */
  IFF_UP(1),
  IFF_BROADCAST(2),
  IFF_LOOPBACK(8),
  IFF_POINTOPOINT(0x10),
  /** It is up, and can carry packets. */
  IFF_RUNNING(0x40),
  IFF_NOARP(0x80),
  IFF_PROMISC(0x100),
  IFF_ALLMULTI(0x200),
  IFF_MULTICAST(0x1000),
  /** It is up, and has a carrier: the other end of a veth is up too. */
  IFF_LOWER_UP(0x10000);

  private final int bits;

  LinkFlag(int bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }

  /** The flags among these bits that have a name here. */
  static Set<LinkFlag> in(int bits) {
    Set<LinkFlag> flags = EnumSet.noneOf(LinkFlag.class);
    for (LinkFlag flag : values()) {
      if ((bits & flag.bits) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }
}
