package dev.minidocker.labs.net;

import java.util.concurrent.ThreadLocalRandom;

/** Names, numbers and addresses of experiments, which nobody can know before. */
public final class Names {
  private Names() {}

  public static String madeUp() {
    return "md" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 28));
  }

  public static int port() {
    return ThreadLocalRandom.current().nextInt(1024, 1 << 16);
  }

  /** A hardware address that no manufacturer gives. */
  public static HardwareAddress hardware() {
    byte[] octets = new byte[HardwareAddress.ETHERNET_BYTES];
    ThreadLocalRandom.current().nextBytes(octets);
    octets[0] = 2; // locally administered
    return HardwareAddress.of(octets);
  }

  /** The first three octets of a private network of 256 addresses. */
  public static String network() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "10." + random.nextInt(256) + "." + random.nextInt(256) + ".";
  }
}
