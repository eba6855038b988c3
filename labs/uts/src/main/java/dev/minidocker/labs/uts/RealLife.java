package dev.minidocker.labs.uts;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWUTS;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.uts.model.Act;
import dev.minidocker.labs.uts.model.Names;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A life as the kernel lives it: the same acts as system calls, and what their looks told. */
public final class RealLife {
  private int names;
  private int looks;

  /** The system calls of a life, its looks included. */
  public Program program(List<Act> life) {
    return live(life, List.of());
  }

  /** What the looks told, in the order of time. */
  public List<Names> hear(Sandbox sandbox) {
    List<Names> seen = new ArrayList<>();
    for (int i = 0; i < looks; i++) {
      String host = Look.hostName().hear(sandbox).orElseThrow(sandbox::whyNothing);
      seen.add(new Names(host, Look.domainName().hear(sandbox).orElseThrow(sandbox::whyNothing)));
    }
    return seen;
  }

  /** Every process keeps the namespace of its birth open, for itself and its descendants. */
  private Program live(List<Act> life, List<String> ancestors) {
    List<String> births = new ArrayList<>(ancestors);
    births.add(newName());
    Program program =
        Program.of(
            Descriptors.openToRead("/proc/self/ns/uts").named(births.get(births.size() - 1)));
    for (Act act : life) {
      program = program.then(steps(act, births));
    }
    return program;
  }

  private Program steps(Act act, List<String> births) {
    if (act instanceof Act.SetHostName set) {
      return new UtsNames().program(new UtsConfig(Optional.of(set.name()), Optional.empty()));
    } else if (act instanceof Act.SetDomainName set) {
      return new UtsNames().program(new UtsConfig(Optional.empty(), Optional.of(set.name())));
    } else if (act instanceof Act.Unshare) {
      return Program.of(Tasks.unshare(CLONE_NEWUTS));
    } else if (act instanceof Act.Join join) {
      String birth = births.get(Math.max(0, births.size() - 1 - join.generations()));
      return Program.of(Tasks.enter(birth, CLONE_NEWUTS));
    } else if (act instanceof Act.Birth child) {
      return Fork.andWait(
          newName(),
          child.ownNamespace() ? Set.of(CLONE_NEWUTS) : Set.of(),
          live(child.life(), births));
    }
    looks++;
    return Look.hostName().program(newName()).then(Look.domainName().program(newName()));
  }

  private String newName() {
    return "life." + names++;
  }
}
