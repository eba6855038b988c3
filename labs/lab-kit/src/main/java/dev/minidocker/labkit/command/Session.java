package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Lab;
import java.util.Map;

/**
 * What a command works with.
 *
 * @param course the labs
 * @param page what it writes on
 * @param progress what this learner has done
 */
record Session(Course course, Page page, Progress progress) {

  /** This user at this machine. */
  static Session here() {
    Map<String, String> environment = System.getenv();
    return new Session(
        new Course(Lab.all()), Page.standardOutput(environment), Progress.of(environment));
  }
}
