package dev.minidocker.engine.network.etcd;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Keys and values are bytes, which JSON has in base64; ours are texts. */
final class Base64Text {
  private Base64Text() {}

  static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Throws {@link IllegalArgumentException} if it is not base64. */
  static String decode(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /**
   * The first key behind all that begin with this, as etcd means a prefix.
   *
   * @param prefix whose last character has one byte, and is not the last there is
   */
  static String behind(String prefix) {
    int last = prefix.length() - 1;
    return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
  }
}
