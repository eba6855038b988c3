package dev.minidocker.build;

import dev.minidocker.image.Digest;

/**
 * Who is told how a build goes on: first of every step, then of the end. Closed without having been
 * told of the end, it knows that the last step has failed.
 */
public interface Progress extends AutoCloseable {

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

  /** A command begins, whose output has to go somewhere. */
  default StepOutput output() {
    return StepOutput.OWN;
  }

  /** Every instruction has been carried out. */
  default void finished() {}

  @Override
  default void close() {}
}
