package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Lab;
import java.util.Map;
import java.util.Optional;

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

  /** The keys, if they are wanted, and there is a screen on which they can be asked for. */
  Optional<Keyboard> keyboard(boolean auto) {
    return auto || !page.isTerminal() ? Optional.empty() : Keyboard.open();
  }
}
