package dev.minidocker.cli;

import java.util.Arrays;
import java.util.Locale;

/** When an image is asked of its registry, as {@code --pull} names it. */
enum PullPolicy {
  /** Whatever is here: the registry may have another by now. */
  ALWAYS,
  /** If it is not here. */
  MISSING,
  /** What is not here is an error. */
  NEVER;

  /**
   * The policy of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static PullPolicy of(String name) {
    return Arrays.stream(values())
        .filter(known -> known.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--pull " + name + ": expected one of always missing never"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
