package dev.minidocker.exercises.uts;

import dev.minidocker.labs.uts.model.UtsModel;

/**
 * Exercise 4: write the property that kills the mutants.
 *
 * <p>{@code UtsModel} is the truth. There are also mutants of it, each of which misunderstands
 * namespaces in its own way. Write a law that is true of the model, and of none of the mutants.
 *
 * <p>Hint: {@code model.live(names, life)} tells what the looks of a life see; {@code Act} has the
 * acts. Several lives may be needed.
 */
public final class NamesLaw {
  private NamesLaw() {}

  /**
   * Whether a model obeys the law.
   *
   * @param name any host name but {@code "host"}
   */
  public static boolean holds(UtsModel model, String name) {
    // TODO: a law that can be broken
    return true;
  }
}
