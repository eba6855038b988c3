package dev.minidocker.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** Why a process may not call itself, or its machine, what it wants; user_namespaces(7). */
final class PrivilegeExplanations {
  private final Situation situation;

  PrivilegeExplanations(Situation situation) {
    this.situation = situation;
  }

  String explain(Refused refused) {
    boolean notAllowed = refused.errno() == Errno.EPERM;
    return switch (refused.call()) {
      case WRITE -> idMap(refused);
      case OPENAT -> setgroupsFile(refused);
      case SETHOSTNAME, SETDOMAINNAME ->
          notAllowed
              ? "This UTS namespace belongs to another user namespace. Make one of your own first"
                  + " (CLONE_NEWUTS)."
              : "";
      case SETGROUPS ->
          notAllowed
              ? "Changing groups needs CAP_SETGID, and a user namespace whose setgroups file does not"
                  + " say deny. An ordinary user's single-id map always says deny: keep the groups."
              : "";
      case SETRESUID, SETRESGID -> identity(refused);
      case CHROOT -> notAllowed ? "chroot needs CAP_SYS_CHROOT. Make a user namespace first." : "";
      case MKNODAT ->
          notAllowed && (refused.number(2) & 0170000) != 0100000
              ? "Only CAP_MKNOD in the machine's first user namespace makes devices. Bind the host's"
                  + " from /dev instead."
              : "";
      default -> "";
    };
  }

  private static String identity(Refused refused) {
    long id = refused.number(0);
    return switch (refused.errno()) {
      case EINVAL ->
          "There is no id "
              + id
              + " in this user namespace: its uid_map or gid_map does not name it. Choose one that is"
              + " mapped, or map more (see /etc/subuid, newuidmap).";
      case EPERM -> "Becoming another needs CAP_SETUID or CAP_SETGID, which was given up before.";
      default -> "";
    };
  }

  /** The rules of "Defining user and group ID mappings" in user_namespaces(7). */
  private String idMap(Refused refused) {
    String file = written(refused).orElse("");
    if (!file.endsWith("/uid_map") && !file.endsWith("/gid_map")) {
      return "";
    } else if (refused.errno() == Errno.EINVAL) {
      return "A line is \"inside outside count\", ranges may not overlap, and a map has 340 lines and"
          + " less than a page of text at most.";
    } else if (refused.errno() != Errno.EPERM) {
      return "";
    }
    String owner = file.substring(0, file.lastIndexOf('/'));
    long lines = content(refused).lines().count();
    boolean groups = file.endsWith("/gid_map");
    // "self" was the process that made the call
    boolean isVisible = refused.before().isEmpty() || !owner.equals("/proc/self");
    if (isVisible && !situation.text(file).orElse("").isBlank()) {
      return "A map can be written only once, and this one has been.";
    } else if (isRestrictedByAppArmor(refused)) {
      return NamespaceExplanations.APPARMOR_RESTRICTS;
    } else if (isVisible && mayMap(groups)) {
      return "The ids outside must exist in the writer's own user namespace, each range within one"
          + " line of the writer's own map (/proc/self"
          + file.substring(file.lastIndexOf('/'))
          + "); to map user 0 outside takes CAP_SETFCAP as well.";
    } else if (lines > 1) {
      return "Without privileges a map has one line, of the writer's own id. For more, newuidmap"
          + " and newgidmap write it, from /etc/subuid and /etc/subgid.";
    } else if (groups && !(isVisible && setgroupsIsDenied(owner))) {
      return "Without privileges, setgroups must be given up before a gid_map is written: write"
          + " \"deny\" to "
          + owner
          + "/setgroups first.";
    }
    return "Without privileges a map may name only the writer's own id outside"
        + own(groups)
        + ", and be written only by the user who made the namespace.";
  }

  /** Where AppArmor lets a user namespace be made, but gives no capability in it. */
  private String setgroupsFile(Refused refused) {
    boolean isThis = refused.path().filter(path -> path.endsWith("/setgroups")).isPresent();
    return isThis && refused.errno() == Errno.EACCES && isRestrictedByAppArmor(refused)
        ? NamespaceExplanations.APPARMOR_RESTRICTS
        : "";
  }

  private boolean isRestrictedByAppArmor(Refused refused) {
    return refused.inNewUserNamespace()
        && situation.parameterIs(NamespaceExplanations.APPARMOR, "1");
  }

  private boolean mayMap(boolean groups) {
    return situation.status().isPresent()
        && !situation.lacks(groups ? Capability.CAP_SETGID : Capability.CAP_SETUID);
  }

  private boolean setgroupsIsDenied(String owner) {
    return situation.text(owner + "/setgroups").orElse("").startsWith("deny");
  }

  private String own(boolean group) {
    return situation
        .status()
        .map(status -> group ? status.groups() : status.users())
        .map(ids -> " (" + ids.effective() + ")")
        .orElse("");
  }

  private static String content(Refused refused) {
    return refused.text(1).orElseGet(() -> bytes(refused)).strip();
  }

  private static String bytes(Refused refused) {
    return refused.args().get(1) instanceof byte[] content ? new String(content, UTF_8) : "";
  }

  /** Which file is behind the descriptor: opened by an earlier step, or by this JVM. */
  private Optional<String> written(Refused refused) {
    if (refused.args().get(0) instanceof Arg.Result descriptor) {
      return refused.before().stream()
          .filter(step -> step.name().equals(descriptor.step()))
          .flatMap(step -> step.args().stream())
          .filter(Arg.Text.class::isInstance)
          .map(path -> ((Arg.Text) path).value())
          .findFirst();
    }
    return situation.link("/proc/self/fd/" + refused.number(0));
  }
}
