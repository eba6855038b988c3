package dev.minidocker.labs.user;

import dev.minidocker.labkit.Look;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.List;

/** Looks that try something and show whether it is allowed, or why not. */
public final class Attempt {
  /** What is shown where nothing is refused. */
  public static final String ALLOWED = "allowed";

  private Attempt() {}

  /** Writes into a file that is there. */
  public static Look write(String file, String text) {
    Look.Calls calls =
        (name, memory) ->
            List.of(
                Descriptors.openToWrite(file).named(name),
                Step.of(Syscall.WRITE, Arg.result(name), Arg.of(text), Arg.of(text.length()))
                    .named(name + ".write"),
                Descriptors.close(name).named(name + ".close"));
    return new Look(calls, 0, answers -> shown(answers.result()), (name, look) -> look);
  }

  private static String shown(long result) {
    if (result >= 0) {
      return ALLOWED;
    }
    Errno errno = Errno.ofResult(result);
    return errno + " (" + errno.text() + ")";
  }
}
