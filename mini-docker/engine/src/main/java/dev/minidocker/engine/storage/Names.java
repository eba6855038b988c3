package dev.minidocker.engine.storage;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Names of files: bytes for the kernel, here texts with a character for each byte. */
final class Names {
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private Names() {}

  static String of(byte[] cString) {
    return new String(cString, 0, cString.length - 1, BYTES);
  }

  static byte[] cString(String name) {
    return (name + "\0").getBytes(BYTES);
  }

  static String shown(byte[] cString) {
    return new String(cString, 0, cString.length - 1, StandardCharsets.UTF_8);
  }
}
