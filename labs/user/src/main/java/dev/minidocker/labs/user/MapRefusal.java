package dev.minidocker.labs.user;

import dev.minidocker.linux.ExitStatus;
import java.util.List;

/** newuidmap or newgidmap did not write a map: what was asked, what it said, and what to do. */
public final class MapRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int NOT_FOUND = 127;

  /**
   * @param command the program and its arguments
   * @param said what it wrote to its standard error
   */
  MapRefusal(List<String> command, String said, ExitStatus status) {
    super(
        String.join(" ", command)
            + ": "
            + (said.isEmpty() ? status : said.replace('\n', ' '))
            + ". "
            + remedy(command.get(0), said, status));
  }

  private static String remedy(String program, String said, ExitStatus status) {
    String file = program.equals("newuidmap") ? "/etc/subuid" : "/etc/subgid";
    if (status.exitCode() == NOT_FOUND) {
      return program + " is not installed: install the package uidmap (shadow-utils elsewhere)";
    } else if (said.contains("not allowed")) {
      return file
          + " does not give these ids to this user: as root, usermod --add-"
          + file.substring("/etc/".length())
          + "s FIRST-LAST USER";
    } else if (said.contains("Operation not permitted")) {
      return "The kernel did not let it: is it set-user-ID root, on a file system without nosuid,"
          + " started by a process without no_new_privs?";
    }
    return "See newuidmap(1)";
  }
}
