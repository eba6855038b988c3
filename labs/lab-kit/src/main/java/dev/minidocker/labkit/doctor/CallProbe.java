package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.doctor.Finding.Stops;
import dev.minidocker.linux.Program;
import java.util.function.Function;

/**
 * A capability that one short program decides, whatever else there is.
 *
 * @param calls the program, given how namespaces are made here
 * @param cause why its last call is refused
 */
record CallProbe(String capability, Function<Trials, Program> calls, Cause cause, Stops stops)
    implements Probe {

  @Override
  public Finding look(Machine machine, Trials trials) {
    Outcome outcome = trials.of(calls.apply(trials));
    if (outcome.isAllowed()) {
      return Finding.yes(capability, outcome, stops);
    }
    return Finding.no(capability, outcome, cause(outcome, machine, trials), stops);
  }

  private Cause cause(Outcome outcome, Machine machine, Trials trials) {
    if (outcome.call().startsWith("unshare")) {
      return new NamespaceCauses(machine, trials).of(outcome, trials.flags());
    }
    return !machine.hasProc() && outcome.call().contains("\"/proc/") ? ProcProbe.NO_PROC : cause;
  }
}
