package dev.minidocker.labkit.check;

import java.util.List;

/**
 * What a learner writes, and how it is checked.
 *
 * @param className of the class to be changed, without its package
 * @param kind what sort of task it is: {@code fix the TODO}
 * @param title in one line
 * @param checks in the order in which they are made
 */
public record Exercise(String className, String kind, String title, List<Check> checks) {
  public Exercise {
    checks = List.copyOf(checks);
  }
}
