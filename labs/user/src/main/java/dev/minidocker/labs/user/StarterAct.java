package dev.minidocker.labs.user;

import static dev.minidocker.linux.OpenFlag.O_WRONLY;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Something that the starter of a program does to its user namespace; a value until it is done. */
public sealed interface StarterAct {

  /**
   * Does it to the user namespace of this process.
   *
   * @throws ErrnoException as {@code user_namespaces(7)} says; EPERM above all
   * @throws MapRefusal if newuidmap or newgidmap refuses
   */
  void perform(int pid);

  /** In the words of a shell, with {@code PID} for the process. */
  @Override
  String toString();

  /**
   * The starter writes one of the files itself.
   *
   * @param file {@code uid_map}, {@code gid_map} or {@code setgroups}
   */
  record Write(String file, String text) implements StarterAct {
    @Override
    public void perform(int pid) {
      try (Fd fd = Fd.open("/proc/" + pid + "/" + file, OpenFlag.of(O_WRONLY), 0)) {
        Kernel.call(Syscall.WRITE, fd.number(), text, text.length());
      }
    }

    @Override
    public String toString() {
      return "echo '" + text.replace("\n", "\\n") + "' > /proc/PID/" + file;
    }
  }

  /**
   * A set-user-ID program does it: the only way to more than one id without privileges.
   *
   * @param program newuidmap or newgidmap, to be found where programs are
   * @param map as in the file: three numbers on a line
   */
  record Run(String program, String map) implements StarterAct {
    static final List<String> PLACES = List.of("/usr/bin/", "/usr/local/bin/", "/bin/");

    @Override
    public void perform(int pid) {
      Fd[] pipe = Fd.pipe();
      try (Fd output = pipe[0];
          Child child = launch(pipe[1], pid)) {
        child.awaitStart();
        String said = readAll(output).strip();
        ExitStatus status = child.waitFor();
        if (status.exitCode() != 0) {
          throw new MapRefusal(words(Integer.toString(pid)), said, status);
        }
      }
    }

    private Child launch(Fd end, int pid) {
      List<String> argv = words(Integer.toString(pid));
      List<String> files = PLACES.stream().map(place -> place + program).toList();
      try (end;
          Fd theirs = end.duplicate(Report.FD + 1)) {
        return Launcher.launch(
            Program.of(Descriptors.closeOnExecFrom(Report.FD))
                .then(Tasks.execFirstOf(files, argv, List.of())),
            new Launcher.Setting(
                List.of(0, theirs.number(), theirs.number()), Launcher.Setting.INHERITED.answer()));
      }
    }

    private static String readAll(Fd output) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      byte[] buffer = new byte[1024];
      for (int length = output.read(buffer); length > 0; length = output.read(buffer)) {
        said.write(buffer, 0, length);
      }
      return said.toString(StandardCharsets.UTF_8);
    }

    private List<String> words(String pid) {
      List<String> words = new ArrayList<>(List.of(program, pid));
      words.addAll(List.of(map.split("\\s+")));
      return words;
    }

    @Override
    public String toString() {
      return String.join(" ", words("PID"));
    }
  }
}
