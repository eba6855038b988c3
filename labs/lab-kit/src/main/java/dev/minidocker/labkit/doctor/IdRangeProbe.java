package dev.minidocker.labkit.doctor;

import dev.minidocker.linux.proc.ProcessStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * More than one id in a user namespace, which an ordinary user gets by newuidmap(1) and the ranges
 * in subuid(5). Without, everybody inside is one and the same.
 */
final class IdRangeProbe implements Probe {
  private static final String CAPABILITY = "id-ranges";

  @Override
  public Finding look(Machine machine, Trials trials) {
    if (trials.isRoot()) {
      return Finding.yes(CAPABILITY, "root maps what ids there are", Finding.Stops.NOTHING);
    }
    for (String program : new String[] {"newuidmap", "newgidmap"}) {
      if (find(machine, program).isEmpty()) {
        return one(
            new Cause("no-" + program, program + " is not installed.", "sudo apt install uidmap"));
      }
    }
    String user = System.getProperty("user.name");
    for (String file : new String[] {"/etc/subuid", "/etc/subgid"}) {
      if (ranges(machine, file, user).isEmpty()) {
        return one(
            new Cause(
                "no-" + file.substring("/etc/".length()),
                file + " has no range for " + user + ".",
                "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + user));
      }
    }
    if (machine.status().filter(ProcessStatus::noNewPrivs).isPresent()) {
      return one(
          new Cause(
              "no-new-privs",
              "newuidmap gets no privileges here: no_new_privs is set.",
              "start this from a shell outside of the container"));
    }
    String range = ranges(machine, "/etc/subuid", user).orElse("");
    return Finding.yes(CAPABILITY, "/etc/subuid: " + range, Finding.Stops.NOTHING);
  }

  private static Finding one(Cause cause) {
    return Finding.partly(CAPABILITY, "one user and one group can be mapped", cause);
  }

  private static Optional<Path> find(Machine machine, String program) {
    return Stream.of("/usr/bin/", "/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/")
        .map(directory -> machine.path(directory + program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A line is {@code name:first:count}; a user may be named by number. */
  private static Optional<String> ranges(Machine machine, String file, String user) {
    String uid = machine.status().map(status -> "" + status.users().effective()).orElse("-");
    return machine.text(file).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(user + ":") || line.startsWith(uid + ":"))
        .findFirst();
  }
}
