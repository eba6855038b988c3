package dev.minidocker.build;

import dev.minidocker.image.Digest;

/** Who is told how a build goes on. */
public interface Progress {

  /**
   * An instruction begins.
   *
   * @param number from 1
   * @param of how many there are
   */
  void step(int number, int of, String instruction);

  /** The instruction has been carried out by an earlier build. */
  void cached(Digest image);

  /** The instruction has made this image. */
  void made(Digest image);

  /** Something that the user should know. */
  void warn(String message);
}
