package dev.minidocker.exercises.uts;

import java.util.List;

/**
 * Exercise 2: predict, then run.
 *
 * <p>Choose a number for {@link #SEED}; {@code bin/lab check uts} then tells a story of processes
 * that is yours. Write down what each look sees, before the kernel does. Another number is another
 * story.
 *
 * <p>Hint: a new namespace begins as a copy; who is in one sees, and changes, the same name.
 */
public final class Prediction {
  // TODO: any number but 0
  public static final long SEED = 0;

  private Prediction() {}

  /** The host name that each look sees, in the order of time. */
  public static List<String> seen() {
    return List.of();
  }
}
