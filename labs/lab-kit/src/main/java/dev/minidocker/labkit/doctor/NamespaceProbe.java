package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.Need;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.proc.Namespace;
import java.util.EnumSet;
import java.util.Set;

/** A new namespace of one kind, made as the labs make it. */
record NamespaceProbe(Namespace.Kind kind) implements Probe {

  @Override
  public Finding look(Machine machine, Trials trials) {
    CloneFlag[] flags = trials.flags(kind.flag());
    Outcome outcome = trials.namespace(kind.flag());
    if (outcome.isAllowed() && kind == Namespace.Kind.USER) {
      // AppArmor lets anybody make one, and leaves it without the privileges that it is made for
      outcome = privilegesInside(trials);
      flags = new CloneFlag[] {CloneFlag.CLONE_NEWUSER, CloneFlag.CLONE_NEWUTS};
    }
    return outcome.isAllowed()
        ? Finding.yes(capability(), outcome, stops(trials))
        : Finding.no(
            capability(),
            outcome,
            new NamespaceCauses(machine, trials).of(outcome, flags),
            stops(trials));
  }

  private static Outcome privilegesInside(Trials trials) {
    Outcome alone = trials.namespace(CloneFlag.CLONE_NEWUSER);
    Outcome both = trials.namespaces(CloneFlag.CLONE_NEWUSER, CloneFlag.CLONE_NEWUTS);
    return both.isAllowed() ? alone : both;
  }

  private String capability() {
    return kind + "-namespaces";
  }

  private Finding.Stops stops(Trials trials) {
    Set<Need> needs = EnumSet.noneOf(Need.class);
    switch (kind) {
      case USER -> {
        needs.add(Need.USER_NAMESPACES);
        if (!trials.isRoot()) {
          needs.add(Need.NAMESPACES);
        }
      }
      case TIME -> needs.add(Need.TIME_NAMESPACES);
      case CGROUP -> needs.add(Need.CGROUP_NAMESPACES);
      case UTS -> needs.add(Need.NAMESPACES); // which is tried with this kind
      case PID, MNT, NET, IPC -> {}
    }
    return new Finding.Stops(needs, Set.of(kind.flag()), Set.of(), false);
  }
}
