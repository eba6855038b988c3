package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.doctor.Finding.Stops;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.proc.MountInfo;
import java.util.List;
import java.util.stream.Collectors;

/** A /proc of a new PID namespace's own, which the kernel refuses where it would show more. */
final class NewProcProbe implements Probe {
  private static final String CAPABILITY = "own-proc";

  @Override
  public Finding look(Machine machine, Trials trials) {
    CloneFlag[] flags = trials.flags(CloneFlag.CLONE_NEWNS);
    Program mount =
        Program.of(
            Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
            Mounts.mount("proc", "/proc", "proc", null));
    Outcome outcome =
        trials.of(
            Program.of(Tasks.unshare(flags))
                .then(Fork.andWait("own", List.of(CloneFlag.CLONE_NEWPID), mount)));
    Stops stops = Stops.mounting("proc");
    return outcome.isAllowed()
        ? Finding.yes(CAPABILITY, Outcome.allowed(mount.steps().get(1).toString()), stops)
        : Finding.no(CAPABILITY, outcome, cause(machine, trials, outcome), stops);
  }

  private static Cause cause(Machine machine, Trials trials, Outcome outcome) {
    if (outcome.call().startsWith("unshare") || outcome.call().startsWith("clone")) {
      return new NamespaceCauses(machine, trials)
          .of(outcome, trials.flags(CloneFlag.CLONE_NEWNS, CloneFlag.CLONE_NEWPID));
    } else if (MountCauses.isFiltered(trials, false)) {
      return NamespaceCauses.SECCOMP;
    }
    String covered =
        machine.mounts().stream()
            .map(MountInfo::mountPoint)
            .filter(point -> point.startsWith("/proc/"))
            .distinct()
            .collect(Collectors.joining(", "));
    return covered.isEmpty()
        ? ProcProbe.NO_PROC
        : new Cause(
            "masked-proc",
            "Parts of /proc are covered, which a new one would uncover: " + covered + ".",
            "docker run --security-opt systempaths=unconfined …");
  }
}
