package dev.minidocker.engine.naming;

import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.util.HexFormat;

/** Ids of containers and networks: 64 hexadecimal digits, of which people are shown twelve. */
public final class Ids {
  private static final int BYTES = 32;
  private static final int SHOWN_DIGITS = 12;

  private Ids() {}

  /** One that nobody had before, since getrandom(2) has made it. */
  public static String random() {
    byte[] random = new byte[BYTES];
    Kernel.call(Syscall.GETRANDOM, random, random.length, 0);
    return HexFormat.of().formatHex(random);
  }

  /** Whether a text is an id, and all of it. */
  public static boolean isWhole(String text) {
    return text.matches("[0-9a-f]{" + 2 * BYTES + "}");
  }

  /** What people are shown of an id. */
  public static String shortened(String id) {
    return id.substring(0, SHOWN_DIGITS);
  }
}
