package dev.minidocker.linux;

import java.nio.charset.StandardCharsets;

/** The notation of strace(1), in which every call of this project is shown. */
final class Strace {
  private Strace() {}

  /** A string in quotes, as strace prints it: escapes for what is not printable ASCII. */
  static String quote(String value) {
    return quote(value.getBytes(StandardCharsets.UTF_8));
  }

  static String quote(byte[] bytes) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < bytes.length; i++) {
      int next = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
      shown.append(escape(bytes[i] & 0xff, next));
    }
    return shown.append('"').toString();
  }

  private static String escape(int character, int next) {
    return switch (character) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      case 0x0b -> "\\v";
      case '\f' -> "\\f";
      default -> {
        if (character >= ' ' && character < 0x7f) {
          yield String.valueOf((char) character);
        }
        // three digits only where an octal digit follows, which would otherwise be read as part of
        // it
        boolean digitFollows = next >= '0' && next <= '7';
        yield digitFollows
            ? "\\" + threeDigits(character)
            : "\\" + Integer.toOctalString(character);
      }
    };
  }

  /** A file type with its permissions, as mknod(2) takes them: S_IFREG|S_ISUID|0755. */
  static String fileMode(String type, int mode) {
    return type
        + ((mode & 04000) == 0 ? "" : "|S_ISUID")
        + ((mode & 02000) == 0 ? "" : "|S_ISGID")
        + ((mode & 01000) == 0 ? "" : "|S_ISVTX")
        + "|"
        + octal(mode & 0777);
  }

  /** Base eight with its leading zero; strace writes at least three digits: 000, 0700, 01777. */
  static String octal(long value) {
    return value < 0100 ? threeDigits(value) : "0" + Long.toOctalString(value);
  }

  private static String threeDigits(long value) {
    String digits = Long.toOctalString(value);
    return "000".substring(Math.min(3, digits.length())) + digits;
  }
}
