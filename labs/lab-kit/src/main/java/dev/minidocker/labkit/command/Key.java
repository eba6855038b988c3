package dev.minidocker.labkit.command;

/** What a key means. */
enum Key {
  /** n, and what the forward button of a presenter's remote control sends. */
  NEXT,
  /** Space: goes on in a performance, pauses a recording and goes on with it. */
  PAUSE,
  /** Enter: too easily pressed to mean more than "run what stands there". */
  ENTER,
  BACK,
  HELP,
  QUIT,
  /** There is no keyboard any more. */
  END,
  OTHER;

  static Key of(int code) {
    return switch (code) {
      case 'n' -> NEXT;
      case ' ' -> PAUSE;
      case '\n', '\r' -> ENTER;
      case 'b', 'p', 0x7f, '\b' -> BACK;
      case 'h', '?' -> HELP;
      case 'q', 4 -> QUIT;
      case -1 -> END;
      default -> OTHER;
    };
  }

  /** The arrows and the keys that turn pages, as xterm sends them behind an escape. */
  static Key ofSequence(String sequence) {
    return switch (sequence) {
      case "[C", "OC", "[6~" -> NEXT;
      case "[D", "OD", "[5~" -> BACK;
      default -> OTHER;
    };
  }

  boolean goesOn() {
    return this == NEXT || this == PAUSE;
  }

  /** Whether nothing more is wanted. */
  boolean ends() {
    return this == QUIT || this == END;
  }
}
