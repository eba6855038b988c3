package dev.minidocker.labs.unionfs.model;

import dev.minidocker.linux.Errno;

/** The end of an act that is not possible; never leaves this package. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Errno errno;

  Refusal(Errno errno) {
    super(errno.text(), null, false, false);
    this.errno = errno;
  }

  Errno errno() {
    return errno;
  }

  static void when(boolean impossible, Errno errno) {
    if (impossible) {
      throw new Refusal(errno);
    }
  }
}
