package dev.minidocker.labs.mnt;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.proc.MountInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A process that has entered a root of its own, and waits there to be looked at. */
final class Tree {
  private static final MntMechanism MNT = new MntNamespace();

  private Tree() {}

  /** What a test does with it. */
  record Plan(
      Starter starter,
      Path root,
      Program before,
      Program whileTheOldRootIsThere,
      List<Attachment> attachments,
      Program afterwards) {

    static Plan of(Starter starter, Path root) {
      return new Plan(starter, root, Program.EMPTY, Program.EMPTY, List.of(), Program.EMPTY);
    }

    Plan before(Program program) {
      return new Plan(starter, root, program, whileTheOldRootIsThere, attachments, afterwards);
    }

    Plan beforeLeaving(Program program) {
      return new Plan(starter, root, before, program, attachments, afterwards);
    }

    Plan with(Attachment... attached) {
      return with(List.of(attached));
    }

    Plan with(List<Attachment> attached) {
      return new Plan(starter, root, before, whileTheOldRootIsThere, attached, afterwards);
    }

    Plan afterwards(Program program) {
      return new Plan(starter, root, before, whileTheOldRootIsThere, attachments, program);
    }

    Program program() {
      return starter
          .program()
          .then(MNT.isolate())
          .then(before)
          .then(Mounts.bindRecursively(root.toString(), root.toString()))
          .then(MNT.take(attachments))
          .then(MNT.enter(root))
          .then(whileTheOldRootIsThere)
          .then(MNT.leave())
          .then(MNT.attach(attachments))
          .then(afterwards)
          .then(Report.ask(0))
          .then(Tasks.exit(0));
    }

    /** Runs it; {@code look} is called with the process's directory in /proc. */
    void run(Consumer<Path> look) {
      Path[] proc = new Path[1];
      Launcher.Setting setting =
          new Launcher.Setting(List.of(0, 1, 2), question -> look.accept(proc[0]));
      try (Child child = Launcher.launch(program(), setting)) {
        proc[0] = Path.of("/proc/" + child.pid());
        child.awaitStart();
      }
    }
  }

  static List<MountInfo> mounts(Path proc) {
    return MountInfo.parseAll(read(proc.resolve("mountinfo")));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
