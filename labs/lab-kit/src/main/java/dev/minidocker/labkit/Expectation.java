package dev.minidocker.labkit;

/**
 * What an observation should show.
 *
 * @param text the sentence that is claimed
 * @param test decides whether it is true
 */
public record Expectation(String text, Test test) {

  /** Compares what the host saw with what the container saw. */
  @FunctionalInterface
  public interface Test {
    boolean holds(String host, String container);
  }
}
