package dev.minidocker.labkit.check;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Tasks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Java process that is listened to, and ends when this object is closed at the latest. */
final class Examination implements AutoCloseable {
  private static final int O_RDWR = 2;
  private static final int MOST_BYTES_IN_A_LINE = 1 << 20;

  private final Child child;
  private final Fd heard;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private byte[] bytes = {};
  private int position;

  private Examination(Child child, Fd heard) {
    this.child = child;
    this.heard = heard;
  }

  /** Runs a class of this class path and {@code classes}. */
  static Examination start(String classPath, Class<?> main, List<String> args) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> argv = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
    argv.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-Xmx256m"));
    argv.add("--enable-native-access=ALL-UNNAMED");
    for (String name : List.of("jna.nosys", "jna.nounpack", "jna.boot.library.path")) {
      Optional.ofNullable(System.getProperty(name)).ifPresent(v -> argv.add("-D" + name + "=" + v));
    }
    argv.addAll(List.of("-cp", classPath, main.getName()));
    argv.addAll(args);
    Program program =
        Program.of(
            Tasks.dieWithParent().because("what is examined does not outlive who examines"),
            Report.alive(),
            Descriptors.closeOnExecFrom(Report.FD).because("it inherits 0, 1 and 2 only"),
            Tasks.exec(java, argv, List.of("LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin")));
    return start(program);
  }

  private static Examination start(Program program) {
    Fd[] pipe = Fd.pipe();
    try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0);
        Fd input = nothing.duplicate(Report.FD + 1);
        Fd output = pipe[1].duplicate(Report.FD + 1)) {
      pipe[1].close();
      Launcher.Setting setting =
          new Launcher.Setting(
              List.of(input.number(), output.number(), output.number()),
              Launcher.Setting.INHERITED.answer());
      return new Examination(Launcher.launch(program, setting), pipe[0]);
    } catch (RuntimeException e) {
      pipe[0].close();
      throw e;
    }
  }

  /**
   * What became of waiting for a line: nothing more to come, nothing within the time, or a line.
   */
  record Heard(boolean ended, boolean late, String text) {}

  /** The next line, if it comes before {@code deadline} of {@link System#nanoTime}. */
  Heard next(long deadline) {
    while (true) {
      while (position < bytes.length) {
        byte next = bytes[position++];
        if (next == '\n' || line.size() == MOST_BYTES_IN_A_LINE) {
          return new Heard(false, false, taken());
        }
        line.write(next);
      }
      long left = deadline - System.nanoTime();
      if (left <= 0 || !heard.awaitReadable(Duration.ofNanos(left))) {
        return new Heard(false, true, taken());
      }
      byte[] more = new byte[8192];
      int count = heard.read(more);
      if (count == 0) {
        return new Heard(true, false, taken());
      }
      bytes = java.util.Arrays.copyOf(more, count);
      position = 0;
    }
  }

  private String taken() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    return text;
  }

  ExitStatus waitFor() {
    return child.waitFor();
  }

  @Override
  public void close() {
    child.close();
    heard.close();
  }
}
