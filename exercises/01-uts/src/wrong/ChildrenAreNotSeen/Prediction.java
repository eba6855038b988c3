// fails: uts/prediction
// Believes that every child has a namespace of its own.
package dev.minidocker.exercises.uts;

import java.util.List;

/**
 * Read the story with a pencil: one box for each namespace, with a name in it; an arrow from each
 * process to its box. Only "a namespace of its own" draws a new box, and it begins as a copy.
 */
public final class Prediction {
  public static final long SEED = 1;

  private Prediction() {}

  /** The host name that each look sees, in the order of time. */
  public static List<String> seen() {
    return List.of("hazel88", "larch78", "hazel88");
  }
}
