package dev.minidocker.linux.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Needs;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcfsIT {
  private static final List<String> ODD =
      List.of(" ", "\t", "\n", "\r", "\\", "\\040", "#", ",", "ä", "𝄞", "'", "\"", "x", "-");

  private final Random random = new Random();

  @RepeatedTest(20)
  void aMountUnderAnyNameIsReadBackThroughMountinfo(@TempDir Path directory) {
    Program namespace = Needs.mountNamespace();
    String target = directory + "/md-" + oddName();
    String source = "md-" + oddName();
    Program program =
        namespace
            .then(
                Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
                Mounts.mount("md", directory.toString(), "tmpfs", null)
                    .because("any name can be made in it, whatever the locale of this JVM"),
                Nodes.directory(target, 0700),
                Mounts.mount(source, target, "tmpfs", "mode=700", MountFlag.MS_NODEV))
            .then(Report.ask(1))
            .then(Tasks.exit(0));
    whileAsked(
        program,
        process -> {
          MountInfo mount = mountAt(process, target);
          assertEquals("tmpfs", mount.type());
          assertEquals(source, mount.source());
          assertEquals("/", mount.root());
          assertTrue(mount.options().contains("nodev"), mount::toString);
          assertTrue(mount.superOptions().contains("mode=700"), mount::toString);
          assertTrue(mount.shared().isEmpty() && mount.master().isEmpty(), mount::toString);
          assertTrue(
              process.mounts().stream().anyMatch(other -> other.id() == mount.parent()),
              mount::toString);
        });
    assertTrue(
        Procfs.HOST.self().mounts().stream().noneMatch(mount -> mount.mountPoint().equals(target)));
  }

  @Test
  void propagationIsReadBack(@TempDir Path directory) {
    Program namespace = Needs.mountNamespace();
    String path = directory.toString();
    Program program =
        namespace
            .then(
                Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
                Mounts.mount("md", path, "tmpfs", null),
                Mounts.propagation(path, MountFlag.MS_SHARED))
            .then(Report.ask(1))
            .then(Mounts.propagation(path, MountFlag.MS_UNBINDABLE))
            .then(Report.ask(2))
            .then(Tasks.exit(0));
    List<Boolean> shared = new ArrayList<>();
    List<Boolean> unbindable = new ArrayList<>();
    whileAsked(
        program,
        process -> {
          shared.add(mountAt(process, path).shared().isPresent());
          unbindable.add(mountAt(process, path).unbindable());
        });
    assertEquals(List.of(true, false), shared);
    assertEquals(List.of(false, true), unbindable);
  }

  @Test
  void exactlyTheUnsharedNamespacesDiffer() {
    Program namespace = Needs.mountNamespace();
    Program program =
        namespace
            .then(Tasks.unshare(CloneFlag.CLONE_NEWUTS))
            .then(Report.ask(1))
            .then(Tasks.exit(0));
    whileAsked(
        program,
        process -> {
          List<Namespace.Kind> differing =
              process.namespaces().differingFrom(Procfs.HOST.self().namespaces());
          List<CloneFlag> unshared = new ArrayList<>(Needs.mountNamespaceFlags());
          unshared.add(CloneFlag.CLONE_NEWUTS);
          assertEquals(
              unshared.stream().map(flag -> flag.kind().orElseThrow()).sorted().toList(),
              differing.stream().sorted().toList());
        });
  }

  @Test
  void theStatusOfAChildIsWhatItsProgramMadeOfIt() {
    Program program =
        Program.of(Step.of(Syscall.PRCTL, Arg.of(38), Arg.of(1), Arg.of(0), Arg.of(0), Arg.of(0)))
            .then(Report.ask(1))
            .then(Tasks.exit(0));
    long self = ProcessHandle.current().pid();
    whileAsked(
        program,
        process -> {
          ProcessStatus status = process.status();
          assertEquals(self, status.parent());
          assertEquals(1, status.threads());
          assertTrue(status.noNewPrivs());
          assertEquals(Kernel.call(Syscall.GETUID), status.users().effective());
          assertEquals(Kernel.call(Syscall.GETGID), status.groups().real());
          assertEquals(status.pid(), status.namespacePids().get(0));
          assertEquals(new ProcessStatus.Signals(0, 0, 0), status.signals());
          ProcessStatus own = Procfs.HOST.self().status();
          assertEquals(own.capabilities(), status.capabilities());
          assertEquals(own.supplementaryGroups(), status.supplementaryGroups());
          assertNotEquals(own.signals(), status.signals(), "the JVM catches signals");
        });
  }

  @Test
  void aUserNamespaceWithoutAMapShowsNone() {
    Needs.mountNamespace();
    Program program =
        Program.of(Tasks.unshare(CloneFlag.CLONE_NEWUSER))
            .then(Report.ask(1))
            .then(Report.ask(2))
            .then(Tasks.exit(0));
    AtomicReference<UidMap> written = new AtomicReference<>();
    whileAsked(
        program,
        process -> {
          if (written.get() == null) {
            assertEquals(List.of(), process.uidMap().ranges());
            UidMap map =
                new UidMap(
                    List.of(
                        new UidMap.Range(random.nextInt(70_000), Kernel.call(Syscall.GETUID), 1)));
            try {
              Files.writeString(process.directory().resolve("uid_map"), map.toString());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            written.set(map);
          } else {
            assertEquals(written.get(), process.uidMap());
          }
        });
  }

  @Test
  void aProcessThatIsGoneIsAnError() {
    Child child = Launcher.launch(Program.of(Tasks.exit(0)), Launcher.Setting.INHERITED);
    child.close();
    assertThrows(UncheckedIOException.class, Procfs.HOST.process(child.pid())::status);
  }

  private String oddName() {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      name.append(ODD.get(random.nextInt(ODD.size())));
    }
    return name.toString();
  }

  private static MountInfo mountAt(Procfs.ProcessFiles process, String target) {
    return process.mounts().stream()
        .filter(mount -> mount.mountPoint().equals(target))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is mounted at " + target));
  }

  /** Runs {@code look} at each question of the program, then waits for its end. */
  private static void whileAsked(Program program, Consumer<Procfs.ProcessFiles> look) {
    AtomicReference<Child> started = new AtomicReference<>();
    Launcher.Setting setting =
        new Launcher.Setting(
            List.of(0, 1, 2), question -> look.accept(Procfs.HOST.process(started.get().pid())));
    try (Child child = Launcher.launch(program, setting)) {
      started.set(child);
      child.awaitStart();
      assertEquals(0, child.waitFor().exitCode());
    }
  }
}
