package dev.minidocker.labkit;

import dev.minidocker.linux.Program;
import java.util.function.Consumer;
import java.util.function.Function;

/** What happens in a {@link Scene}. */
public sealed interface Action {

  /** Nothing: some scenes only look. */
  Action NOTHING = new Inside(Program.EMPTY);

  /**
   * System calls that the container makes. A call that fails unexpectedly ends the experiment.
   *
   * @param program the calls; it must come to its own end, not exit or jump away
   */
  record Inside(Program program) implements Action {}

  /**
   * System calls that another process makes, which the host starts.
   *
   * @param program the calls, given what the host knows of the container; it ends with an exit
   */
  record Beside(Function<Host, Program> program) implements Action {}

  /**
   * Something that the host itself does to the container.
   *
   * @param text what, in the words of a shell or of strace(1)
   * @param deed does it
   */
  record OnHost(String text, Consumer<Host> deed) implements Action {}

  static Action inside(Program program) {
    return new Inside(program);
  }

  static Action beside(Function<Host, Program> program) {
    return new Beside(program);
  }

  static Action onHost(String text, Consumer<Host> deed) {
    return new OnHost(text, deed);
  }
}
