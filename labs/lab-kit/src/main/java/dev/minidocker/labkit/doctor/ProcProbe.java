package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.doctor.Finding.Stops;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.proc.MountInfo;
import java.util.List;
import java.util.Optional;

/** The kernel's view of processes, from which also the launcher runs its programs; proc(5). */
final class ProcProbe implements Probe {
  static final Cause NO_PROC =
      new Cause(
          "no-proc",
          "At /proc there is no proc file system: nothing is mounted, or something else is.",
          "sudo mount -t proc proc /proc");

  private static final String CAPABILITY = "proc";

  @Override
  public Finding look(Machine machine, Trials trials) {
    Outcome open = trials.of(Program.of(Descriptors.openToRead("/proc/self/status")));
    if (!open.isAllowed() || !machine.hasProc()) {
      return Finding.no(CAPABILITY, open, NO_PROC, Stops.EVERYTHING);
    }
    Optional<String> hidden =
        machine.mountAt("/proc").stream()
            .map(MountInfo::superOptions)
            .flatMap(List::stream)
            .filter(option -> option.matches("hidepid=([12]|noaccess|invisible)"))
            .findFirst();
    return hidden
        .map(
            option ->
                Finding.partly(
                    CAPABILITY,
                    "/proc is mounted with " + option,
                    new Cause(
                        "hidepid",
                        "Processes of other users are hidden: " + option + ".",
                        "sudo mount -o remount,hidepid=0 /proc")))
        .orElse(Finding.yes(CAPABILITY, open, Stops.EVERYTHING));
  }
}
