package dev.minidocker.labs.cgroups.model;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWCGROUP;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A life as the kernel lives it: the same acts as system calls, and what their looks told. */
final class RealLife {
  private static final int FILE_BYTES = 2048;

  private final Groups groups;
  private final List<Look> looks = new ArrayList<>();
  private int names;

  RealLife(Groups groups) {
    this.groups = groups;
  }

  /** What is seen, in the order of time. */
  List<String> live(List<Act> life) {
    Program program = doors().then(program(life, List.of()));
    try (Sandbox sandbox = Sandbox.start(Set.of(CLONE_NEWCGROUP), program)) {
      List<String> seen = new ArrayList<>();
      for (Look look : looks) { // at once: all together may be more than a pipe
        seen.add(look.hear(sandbox).orElse("nothing"));
      }
      sandbox.waitFor();
      return seen;
    }
  }

  /**
   * The first process opens what all move by: with {@code nsdelegate}, the namespace of who opens
   * it must reach both groups, or the kernel answers ENOENT.
   */
  private Program doors() {
    Program program = Program.EMPTY;
    for (int i = 0; i < groups.paths().size(); i++) {
      program =
          program.then(
              Descriptors.openToWrite(groups.directory(i) + "/cgroup.procs").named("door." + i));
    }
    return program;
  }

  /**
   * Every process keeps two files open, for itself and its descendants: the namespace of its birth,
   * and the list of its groups, which is read from the reader's namespace, whoever opened it.
   */
  private Program program(List<Act> life, List<String> ancestors) {
    List<String> family = new ArrayList<>(ancestors);
    String self = newName();
    family.add(self);
    Program program =
        Program.of(
            Descriptors.openToRead("/proc/self/ns/cgroup").named(self),
            Descriptors.openToRead("/proc/self/cgroup").named(self + ".groups"));
    for (Act act : life) {
      program = program.then(steps(act, family));
    }
    return program;
  }

  private Program steps(Act act, List<String> family) {
    if (act instanceof Act.Move move) {
      return Program.of(Descriptors.write("door." + move.group() % groups.paths().size(), "0"));
    } else if (act instanceof Act.Unshare) {
      return Program.of(Tasks.unshare(CLONE_NEWCGROUP));
    } else if (act instanceof Act.Join join) {
      return Program.of(Tasks.enter(ancestor(family, join.generations()), CLONE_NEWCGROUP));
    } else if (act instanceof Act.Birth child) {
      return Fork.andWait(
          newName(),
          child.ownNamespace() ? Set.of(CLONE_NEWCGROUP) : Set.of(),
          program(child.life(), family));
    } else if (act instanceof Act.Look look) {
      return look(ancestor(family, look.generations()) + ".groups");
    }
    throw new IllegalArgumentException("not known here: " + act);
  }

  private Program look(String file) {
    Look look =
        Look.call(
                FILE_BYTES,
                memory ->
                    Step.of(
                        Syscall.PREAD64, Arg.result(file), memory, Arg.of(FILE_BYTES), Arg.of(0)),
                answers -> answers.text(0, (int) answers.result()))
            .showing(groups.tree()::pathIn);
    looks.add(look);
    return look.program(newName());
  }

  private static String ancestor(List<String> family, int generations) {
    return family.get(Math.max(0, family.size() - 1 - generations));
  }

  private String newName() {
    return "life." + names++;
  }
}
