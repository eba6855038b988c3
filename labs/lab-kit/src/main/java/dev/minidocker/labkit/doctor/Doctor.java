package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.doctor.Finding.Stops;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.Namespace;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out what this machine can and cannot do for this user. Each capability is tried by a system
 * call, in a child process that ends at once; where it is refused, files tell the cause.
 */
public final class Doctor {
  private static final int PR_GET_SECCOMP = 21;

  private static final Probe IPC_LIMITS =
      new CallProbe(
          "ipc-limits",
          trials ->
              trials
                  .enter(trials.flags(CloneFlag.CLONE_NEWIPC))
                  .then(Descriptors.openToWrite("/proc/sys/kernel/msgmax")),
          new Cause(
              "kernel",
              "Without root, the limits of one's own IPC namespace can be set from Linux 6.9 on.",
              "run as root, or use a newer kernel"),
          Stops.of(Need.IPC_LIMITS));

  private static final Probe SECCOMP =
      new CallProbe(
          "seccomp",
          trials ->
              Program.of(Step.of(Syscall.PRCTL, Arg.constant("PR_GET_SECCOMP", PR_GET_SECCOMP))),
          new Cause(
              "kernel", "This kernel was built without seccomp filters.", "use another kernel"),
          Stops.NOTHING);

  private static final Probe TERMINALS =
      new CallProbe(
          "terminals",
          trials -> Program.of(Descriptors.openToReadAndWrite("/dev/ptmx")),
          new Cause(
              "no-devpts",
              "There are no pseudoterminals: /dev/ptmx cannot be opened.",
              "sudo mount -t devpts devpts /dev/pts"),
          Stops.NOTHING);

  private Doctor() {}

  /** Looks at this machine, for these labs. */
  public static Diagnosis examine(List<Lab> labs) {
    return examine(labs, Machine.HERE);
  }

  static Diagnosis examine(List<Lab> labs, Machine machine) {
    Trials trials = new Trials(machine);
    List<Finding> findings = new ArrayList<>();
    for (Probe probe : probes()) {
      findings.add(probe.look(machine, trials));
    }
    return Diagnosis.of(findings, labs);
  }

  private static List<Probe> probes() {
    List<Probe> probes =
        new ArrayList<>(
            List.of(new PlaceProbe(), new RootProbe(), new ProcProbe(), new FilterProbe()));
    probes.add(new NamespaceProbe(Namespace.Kind.USER));
    for (Namespace.Kind kind : Namespace.Kind.values()) {
      if (kind != Namespace.Kind.USER) {
        probes.add(new NamespaceProbe(kind));
      }
    }
    probes.addAll(
        List.of(
            new IdRangeProbe(),
            new NewProcProbe(),
            IPC_LIMITS,
            new CgroupProbe(),
            new OverlayProbe(false),
            new OverlayProbe(true),
            new OverlayMarksProbe(),
            SECCOMP,
            TERMINALS,
            new NeedProbe("cgroup-2", Need.CGROUP_2),
            new NeedProbe("pressure", Need.PRESSURE),
            new NeedProbe("disk", Need.DISK),
            new NeedProbe("weighing-disk", Need.WEIGHING_DISK),
            new NeedProbe("memory-protection", Need.MEMORY_PROTECTION),
            new NeedProbe("swap", Need.SWAP),
            new NeedProbe("huge-pages", Need.HUGE_PAGES)));
    return probes;
  }
}
