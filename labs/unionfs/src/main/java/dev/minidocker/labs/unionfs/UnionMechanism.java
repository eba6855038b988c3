package dev.minidocker.labs.unionfs;

import dev.minidocker.linux.Program;

/** Makes one directory tree of several, without writing to any but the uppermost. */
public interface UnionMechanism {

  /** The steps that mount the union. */
  Program mount(OverlayConfig config);
}
