package dev.minidocker.labs.net;

/** Who hears whom on one parent; {@code MACVLAN_MODE_…} of {@code include/uapi/linux/if_link.h}. */
public enum MacvlanMode {
  /** Nobody hears a sibling. */
  PRIVATE(1),
  /** Siblings hear each other through a switch outside that sends frames back. */
  VEPA(2),
  /** Siblings hear each other at once. The parent's own host and they never do. */
  BRIDGE(4),
  /** One alone, which is the parent. */
  PASSTHRU(8);

  private final int number;

  MacvlanMode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
