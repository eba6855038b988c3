package dev.minidocker.labs.user;

import dev.minidocker.labs.user.UserConfig.Writer;
import dev.minidocker.linux.proc.UidMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The largest map that an ordinary user can have: all subordinate ids and one's own as root, or
 * else only one's own.
 *
 * @param config the map
 * @param reason why it is this one, and what to do for more: one line
 */
public record IdMapChoice(UserConfig config, String reason) {

  /**
   * Who asks.
   *
   * @param name as in /etc/passwd
   */
  public record Account(String name, int uid, int gid) {}

  /**
   * What this machine allows; one's own id is 0 inside.
   *
   * @param root where the machine's files are: {@code /}
   */
  public static IdMapChoice of(Account account, Path root) {
    UserConfig single = UserConfig.single(0, account.uid(), 0, account.gid());
    for (String program : List.of("newuidmap", "newgidmap")) {
      if (!isInstalled(program, root)) {
        return new IdMapChoice(
            single,
            "one id only, since "
                + program
                + " is not installed: install the package uidmap (shadow-utils elsewhere)");
      }
    }
    SubordinateIds users = granted(account, root, "etc/subuid");
    SubordinateIds groups = granted(account, root, "etc/subgid");
    if (users.grants().isEmpty() || groups.grants().isEmpty()) {
      String file = users.grants().isEmpty() ? "subuid" : "subgid";
      return new IdMapChoice(
          single,
          String.format(
              "one id only, since /etc/%s gives %s no ids: as root, usermod --add-%ss 100000-165535 %s",
              file, account.name(), file, account.name()));
    }
    return ranges(users.below(account.uid()), groups.below(account.gid()))
        .map(
            config ->
                new IdMapChoice(
                    config, config.userCount() + " users from /etc/subuid, one's own id as root"))
        .orElse(
            new IdMapChoice(
                single,
                "one id only, since the entries of "
                    + account.name()
                    + " in /etc/subuid or /etc/subgid overlap or are too many: correct them"));
  }

  private static Optional<UserConfig> ranges(UidMap users, UidMap groups) {
    return MapRules.flaw(users).isEmpty() && MapRules.flaw(groups).isEmpty()
        ? Optional.of(new UserConfig(users, groups, Writer.NEWIDMAP))
        : Optional.empty();
  }

  private static boolean isInstalled(String program, Path root) {
    return StarterAct.Run.PLACES.stream()
        .anyMatch(place -> Files.isExecutable(root.resolve(place.substring(1) + program)));
  }

  private static SubordinateIds granted(Account account, Path root, String file) {
    try {
      byte[] content = Files.readAllBytes(root.resolve(file));
      return SubordinateIds.parse(new String(content, StandardCharsets.UTF_8))
          .of(account.name(), account.uid());
    } catch (IOException e) {
      return new SubordinateIds(List.of()); // who cannot read it has nothing from it
    }
  }
}
