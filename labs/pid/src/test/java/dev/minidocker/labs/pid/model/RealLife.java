package dev.minidocker.labs.pid.model;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWPID;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A life as the kernel lives it: the same acts as system calls, and what came of them. */
final class RealLife {
  private final List<Look> looks = new ArrayList<>();
  private int names;

  /** A process that stayed, by the step whose result is its pid. */
  private record Stayed(String name, boolean init) {}

  Program program(List<Act> life) {
    return live(life).then(Sandbox.PAUSE);
  }

  /** What the looks told, and the processes that /proc shows while the program pauses. */
  History outcome(Sandbox sandbox) {
    List<String> seen = new ArrayList<>();
    looks.forEach(look -> seen.add(look.hear(sandbox).orElseThrow(sandbox::whyNothing)));
    Set<String> left = new TreeSet<>();
    collect(sandbox.seenFromTheHost(), List.of(), left);
    return new History(seen, left);
  }

  private static void collect(Host process, List<Integer> parent, Set<String> left) {
    List<Integer> numbers =
        Arrays.stream(process.status("NSpid").split("\t", -1)).map(Integer::valueOf).toList();
    List<Integer> inside = numbers.subList(1, numbers.size()); // without the host's number
    left.add(History.show(inside, parent, process.status("State").startsWith("Z")));
    process.children().forEach(child -> collect(child, inside, left));
  }

  private Program live(List<Act> life) {
    List<Stayed> stayed = new ArrayList<>();
    Program program = Program.EMPTY;
    for (Act act : life) {
      program = program.then(steps(act, stayed));
    }
    return program;
  }

  private Program steps(Act act, List<Stayed> stayed) {
    if (act instanceof Act.Birth birth) {
      return bear(birth, stayed);
    } else if (act instanceof Act.KillChild kill) {
      return stayed.isEmpty()
          ? Program.EMPTY
          : kill(stayed.get(kill.child() % stayed.size()), kill.signal());
    } else if (act instanceof Act.KillInit kill) {
      return Program.of(Step.of(Syscall.KILL, Arg.of(1), Arg.of(kill.signal())));
    } else if (act instanceof Act.Probe probe) {
      Step exists = Step.of(Syscall.KILL, Arg.of(probe.number()), Arg.of(0));
      return look(Look.attempt(exists));
    }
    return look(Look.pid()).then(look(Look.parent()));
  }

  private Program look(Look look) {
    looks.add(look);
    return look.program(newName());
  }

  private Program bear(Act.Birth birth, List<Stayed> stayed) {
    String name = newName();
    Set<CloneFlag> namespaces = birth.ownNamespace() ? Set.of(CLONE_NEWPID) : Set.of();
    Program life = live(birth.life());
    if (!birth.stays()) {
      return Fork.andWait(name, namespaces, life);
    }
    stayed.add(new Stayed(name, birth.ownNamespace()));
    return Fork.andOutlive(name, namespaces, life);
  }

  /** A killed process is dead for all to see only when it can be waited for. */
  private static Program kill(Stayed child, int signal) {
    Step kill = Step.of(Syscall.KILL, Arg.result(child.name()), Arg.of(signal));
    Step untilDead =
        Step.of(
            Syscall.WAITID,
            Arg.constant("P_PID", 1),
            Arg.result(child.name()),
            Arg.NULL,
            Arg.constant("WEXITED|WNOWAIT", 0x1000004),
            Arg.NULL);
    boolean deadly = !child.init() || signal == PidModel.SIGKILL;
    return deadly ? Program.of(kill, untilDead) : Program.of(kill);
  }

  private String newName() {
    return "life." + names++;
  }
}
