package dev.minidocker.labs.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** IPv6 addresses as RFC 5952 and all tools write them, and Java does not. */
public final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  /** The longest run of two or more zeros, the first of such, becomes two colons. */
  public static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    int start = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        start = i;
        length = run;
      }
    }
    return length == 1
        ? joined(groups, 0, GROUPS)
        : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
  }

  /** With the length of its prefix. */
  public static String of(IpPrefix prefix) {
    return of(prefix.address()) + "/" + prefix.length();
  }

  private static String joined(int[] groups, int from, int to) {
    List<String> texts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      texts.add(Integer.toHexString(groups[i]));
    }
    return String.join(":", texts);
  }
}
