package dev.minidocker.bench;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs whole processes, from nothing to their end, by our own launcher: java.lang.ProcessBuilder
 * would add a helper process to each.
 */
final class Executable {
  private static final String PATH =
      Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin") + ":/usr/sbin:/sbin";

  private Executable() {}

  /** Where this command is, if it is installed. */
  static Optional<Path> find(String command) {
    for (String directory : PATH.split(":", -1)) {
      Path file = Path.of(directory, command);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** A contender that runs a command, silent, and requires it to succeed. */
  static Contender contender(String name, Path directory, List<String> argv) {
    return contender(name, Program.EMPTY, directory, argv);
  }

  /** Like the other, with {@code before} done first, in the command's process. */
  static Contender contender(String name, Program before, Path directory, List<String> argv) {
    Program program = before.then(program(directory, argv));
    return Contender.timed(
        name,
        () -> {
          ExitStatus status = run(program);
          if (status.exitCode() != 0) {
            throw new IllegalStateException(
                String.join(" ", argv) + " in " + directory + " ended with " + status.exitCode());
          }
        });
  }

  private static Program program(Path directory, List<String> argv) {
    List<String> environment = new ArrayList<>();
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      environment.add(variable.getKey() + "=" + variable.getValue());
    }
    return Program.of(
        Step.of(Syscall.CHDIR, Arg.of(directory.toString())),
        Descriptors.closeFrom(Report.FD + 1),
        Descriptors.closeOnExecFrom(Report.FD),
        Tasks.exec(argv.get(0), argv, environment));
  }

  private static ExitStatus run(Program program) {
    try (Fd nothing = Fd.open("/dev/null", OpenFlag.of(OpenFlag.O_RDWR), 0);
        Child child =
            Launcher.launch(
                program,
                new Launcher.Setting(
                    List.of(nothing.number(), nothing.number(), nothing.number()),
                    question -> {}))) {
      child.awaitStart();
      return child.waitFor();
    }
  }
}
