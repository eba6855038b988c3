package dev.minidocker.engine.network;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens sockets in namespaces that no thread of this JVM may enter, since a user namespace is
 * closed to a process with threads: another process goes there, opens them, and ends when this JVM
 * has taken them; pidfd_getfd(2), Linux 5.6.
 */
final class Abroad {
  private Abroad() {}

  /**
   * What these steps open, one descriptor each.
   *
   * @throws dev.minidocker.linux.ErrnoException if a step is refused; ENOENT if who was there has
   *     ended
   */
  static List<Fd> open(NamespacePaths place, List<Step> opening) {
    Program program =
        Program.of(Descriptors.closeFrom(Report.FD + 1), Tasks.dieWithParent())
            .then(place.enter("abroad"))
            .then(new Program(opening))
            .then(Report.ask(0))
            .then(Tasks.exit(0));
    try (Child child = Launcher.launch(program, Launcher.Setting.INHERITED)) {
      child.awaitQuestion();
      return taken(child.pidfd(), opening.size());
    }
  }

  /** The first descriptors that a process opened behind its line to this JVM. */
  static List<Fd> taken(Fd process, int count) {
    List<Fd> taken = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        int number = Report.FD + 1 + i;
        taken.add(Fd.of(Kernel.call(Syscall.PIDFD_GETFD, process.number(), number, 0)));
      }
      return taken;
    } catch (RuntimeException e) {
      taken.forEach(Fd::close);
      throw e;
    }
  }
}
