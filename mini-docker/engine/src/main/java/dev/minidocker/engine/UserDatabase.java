package dev.minidocker.engine;

import java.util.List;
import java.util.Optional;

/** The users and groups that an image knows; passwd(5), group(5). */
record UserDatabase(List<String> passwd, List<String> group) {
  private static final String ROOT = "0";

  /**
   * Who a container runs as.
   *
   * @param home the home directory, "/" if the image does not say
   */
  record Account(int uid, int gid, List<Integer> groups, String home) {}

  /**
   * Looks up {@code name|uid[:group|gid]}; without a user it is root.
   *
   * @throws StartFailure if a name is unknown, or a number is none
   */
  Account find(String user) {
    String beforeColon = user.contains(":") ? user.substring(0, user.indexOf(':')) : user;
    String name = beforeColon.isEmpty() ? ROOT : beforeColon;
    Optional<String> group =
        Optional.of(user.substring(Math.min(user.length(), beforeColon.length() + 1)))
            .filter(wanted -> !wanted.isEmpty());
    Optional<String[]> entry = entry(passwd, name, 7);
    int uid = entry.map(fields -> number(fields[2])).orElseGet(() -> numeric("user", name, user));
    int gid =
        group
            .map(wanted -> gidOf(wanted, user))
            .orElseGet(() -> entry.map(fields -> number(fields[3])).orElse(0));
    List<Integer> groups = group.isPresent() ? List.of() : groupsOf(entry, gid);
    return new Account(
        uid,
        gid,
        groups,
        entry.map(fields -> fields[5]).filter(home -> !home.isEmpty()).orElse("/"));
  }

  private int gidOf(String wanted, String user) {
    return entry(group, wanted, 4)
        .map(fields -> number(fields[2]))
        .orElseGet(() -> numeric("group", wanted, user));
  }

  /** The entry of this name, or of this number. */
  private static Optional<String[]> entry(List<String> lines, String wanted, int fieldCount) {
    List<String[]> entries =
        lines.stream()
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length >= fieldCount && fields[2].matches("[0-9]{1,10}"))
            .toList();
    return entries.stream()
        .filter(fields -> fields[0].equals(wanted))
        .findFirst()
        .or(() -> entries.stream().filter(fields -> fields[2].equals(wanted)).findFirst());
  }

  private List<Integer> groupsOf(Optional<String[]> user, int primary) {
    if (user.isEmpty()) {
      return List.of();
    }
    return group.stream()
        .map(line -> line.split(":", -1))
        .filter(
            fields ->
                fields.length >= 4 && List.of(fields[3].split(",", -1)).contains(user.get()[0]))
        .map(fields -> number(fields[2]))
        .filter(gid -> gid != primary)
        .toList();
  }

  private static int numeric(String what, String text, String user) {
    if (!text.matches("[0-9]+")) {
      throw new StartFailure(
          "no "
              + what
              + " \""
              + text
              + "\" in the image, asked for by -u "
              + user
              + ". Use a number, or a name that its /etc/passwd and /etc/group have");
    }
    return number(text);
  }

  private static int number(String text) {
    long value = text.length() > 10 ? Long.MAX_VALUE : Long.parseLong(text);
    if (value > Integer.MAX_VALUE) {
      throw new StartFailure(
          "user or group id " + text + " is too large; at most " + Integer.MAX_VALUE);
    }
    return (int) value;
  }
}
