package dev.minidocker.labkit.doctor;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import java.util.Optional;

/**
 * What became of a trial.
 *
 * @param call the one that was tried, or the one on the way to it that was refused
 * @param refusal the kernel's answer, if that was a refusal
 * @param death how the process ended, if it did before it had an answer
 */
record Outcome(String call, Optional<Errno> refusal, Optional<ExitStatus> death) {

  static Outcome allowed(String call) {
    return new Outcome(call, Optional.empty(), Optional.empty());
  }

  static Outcome refused(ErrnoException e) {
    return new Outcome(e.call(), Optional.of(e.errno()), Optional.empty());
  }

  static Outcome died(String call, ExitStatus how) {
    return new Outcome(call, Optional.empty(), Optional.of(how));
  }

  boolean isAllowed() {
    return refusal.isEmpty() && death.isEmpty();
  }

  boolean is(Errno errno) {
    return refusal.equals(Optional.of(errno));
  }

  /** As strace(1) shows it. */
  @Override
  public String toString() {
    if (death.isPresent()) {
      return call + " <" + death.get() + ">";
    }
    return refusal
        .map(errno -> call + " = -1 " + errno + " (" + errno.text() + ")")
        .orElse(call + " = 0");
  }
}
