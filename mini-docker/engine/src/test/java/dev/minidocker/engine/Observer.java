package dev.minidocker.engine;

import static dev.minidocker.linux.MountFlag.MS_PRIVATE;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A process inside a container's process-id namespace that reads {@code /proc/1/exe} over and over
 * and tells what it saw, until the container's first process ends and it with it.
 */
final class Observer implements AutoCloseable {
  private static final int LINK_BYTES = 256;
  private static final Arg HERE = Arg.constant("AT_FDCWD", -100);

  private final Child child;
  private final Fd sightings;
  private final TreeMap<String, Integer> seen = new TreeMap<>();
  private final Thread reader = new Thread(this::read, "sightings");

  private Observer(Child child, Fd sightings) {
    this.child = child;
    this.sightings = sightings;
  }

  /** Joins the container whose first process this is, on the host. */
  static Observer joining(long pid, boolean rootless) {
    Fd[] pipe = Fd.pipe();
    try (Fd theirs = pipe[1]) {
      int out = theirs.number();
      Launcher.Setting setting = new Launcher.Setting(List.of(out, out, out), question -> {});
      Observer observer = new Observer(Launcher.launch(program(pid, rootless), setting), pipe[0]);
      observer.child.awaitStart(); // from here on it looks
      observer.reader.start();
      return observer;
    }
  }

  private static Program program(long pid, boolean rootless) {
    List<Step> steps = new ArrayList<>();
    steps.add(Tasks.dieWithParent());
    if (rootless) {
      steps.addAll(enter(pid, "user", CloneFlag.CLONE_NEWUSER));
    }
    steps.addAll(enter(pid, "pid", CloneFlag.CLONE_NEWPID));
    Set<CloneFlag> flags = EnumSet.of(CloneFlag.CLONE_PARENT, CloneFlag.CLONE_NEWNS);
    steps.add(Tasks.cloneTo("inside", flags).named("observer.clone"));
    steps.add(Report.pidOf("observer.clone"));
    steps.add(Tasks.exit(0));
    steps.add(Tasks.dieWithParent().named("inside"));
    steps.add(Report.alive());
    steps.add(Mounts.propagationBelow("/", MS_PRIVATE));
    steps.add(Mounts.mount("proc", "/proc", "proc", null));
    Arg link = new Arg.Bytes("observer.link", ByteBuffer.allocate(LINK_BYTES), List.of(), "<link>");
    steps.add(Descriptors.closeFrom(Report.FD));
    steps.add(
        Step.of(Syscall.READLINKAT, HERE, Arg.of("/proc/1/exe"), link, Arg.of(LINK_BYTES))
            .named("look")
            .on(Errno.ENOENT, "look")
            .on(Errno.EACCES, "look"));
    steps.add(
        Step.of(Syscall.WRITE, Arg.of(1), link, Arg.result("look")).expecting(Step.WHATEVER_COMES));
    steps.add(Step.of(Syscall.WRITE, Arg.of(1), Arg.of("\n"), Arg.of(1)).thenGoTo("look"));
    return new Program(steps).checked();
  }

  private static List<Step> enter(long pid, String file, CloneFlag kind) {
    String name = "observer." + file;
    Arg readOnly = Arg.constant("O_RDONLY|O_CLOEXEC", 02000000);
    return List.of(
        Step.of(Syscall.OPENAT, HERE, Arg.of("/proc/" + pid + "/ns/" + file), readOnly).named(name),
        Tasks.enter(name, kind));
  }

  private void read() {
    byte[] buffer = new byte[65536];
    StringBuilder line = new StringBuilder();
    for (int length = sightings.read(buffer); length > 0; length = sightings.read(buffer)) {
      for (char c : new String(buffer, 0, length, StandardCharsets.UTF_8).toCharArray()) {
        if (c == '\n') {
          seen.merge(line.toString(), 1, Integer::sum);
          line.setLength(0);
        } else {
          line.append(c);
        }
      }
    }
    child.waitFor(); // the container's first process is not gone before all others are reaped
  }

  /** What {@code /proc/1/exe} was seen to lead to, and how often; known when all has ended. */
  Map<String, Integer> seen() {
    return seen;
  }

  @Override
  public void close() {
    child.close();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sightings.close();
  }
}
