package dev.minidocker.labs.cgroups;

import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.labs.cgroups.model.CgroupPath;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A group that an experiment makes for itself, with groups in it, and removes.
 *
 * @param tree where
 * @param name made up, {@code md-…}
 */
record TrialGroup(CgroupTree tree, String name) {
  private static final String HOME = "trial.home";
  private static final String PROCS_OF_HOME = "trial.home.procs";
  private static final String PROCS = "trial.procs";

  static TrialGroup madeUp(CgroupTree tree) {
    int number = ThreadLocalRandom.current().nextInt(1 << 16, 1 << 28);
    return new TrialGroup(tree, "md-" + Integer.toHexString(number));
  }

  /** Its path, or that of a group in it, for the host. */
  CgroupPath path(String below) {
    return CgroupPath.parse(tree.membership().path()).resolve("/" + name + below);
  }

  /** Its directory, or that of a group in it, for the host. */
  String directory(String below) {
    return tree.directory() + "/" + name + below;
  }

  /**
   * The steps that make the groups, and remember where the process came from. The files by which it
   * will move are opened now: where cgroup2 is mounted with {@code nsdelegate}, as systemd does, it
   * is the namespace of who opens one that decides, and a new one would not reach them (ENOENT).
   */
  Program make(String... groups) {
    Program program =
        Program.of(
            Descriptors.openToRead(tree.directory().toString()).named(HOME),
            Descriptors.openToWrite(tree.directory() + "/cgroup.procs").named(PROCS_OF_HOME));
    for (String group : groups) {
      program =
          program.then(
              Nodes.directory(directory(group), 0755),
              Descriptors.openToWrite(directory(group) + "/cgroup.procs").named(PROCS + group));
    }
    return program;
  }

  /** The step that moves the process to one of the groups. */
  Program move(String group) {
    return Program.of(Descriptors.write(PROCS + group, "0"));
  }

  /**
   * The steps that move the process home, and remove the groups: through descriptors, since the
   * process may not see their paths any more.
   */
  Program leave(String... groups) {
    Program program = Program.of(Descriptors.write(PROCS_OF_HOME, "0"));
    for (String group : groups) {
      program =
          program.then(
              Step.of(
                  Syscall.UNLINKAT,
                  Arg.result(HOME),
                  Arg.of(name + group),
                  Arg.constant("AT_REMOVEDIR", 0x200)));
    }
    return program;
  }
}
