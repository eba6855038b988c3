package dev.minidocker.cli;

import dev.minidocker.image.Digest;

/** Warnings only. */
final class QuietProgress extends PlainProgress {
  @Override
  public void step(int number, int of, String instruction) {}

  @Override
  public void cached(Digest image) {}

  @Override
  public void made(Digest image) {}
}
