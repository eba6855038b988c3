package dev.minidocker.labs.unionfs.model;

import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.unionfs.OverlayOption;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Who makes a union, and with which options. */
enum Mounter {
  ROOT(false, Rules.PLAIN),
  ROOT_WITH_REDIRECTS(false, Rules.REDIRECT_DIR),
  ROOT_WITH_METACOPY(false, Rules.METACOPY),
  /** The kernel allows neither redirects nor metacopy. */
  ANYBODY(true, Rules.PLAIN);

  private final boolean inUserNamespace;
  private final Rules rules;

  Mounter(boolean inUserNamespace, Rules rules) {
    this.inUserNamespace = inUserNamespace;
    this.rules = rules;
  }

  Rules rules() {
    return rules;
  }

  boolean inUserNamespace() {
    return inUserNamespace;
  }

  Set<OverlayOption> options() {
    if (inUserNamespace) {
      return Set.of();
    }
    return EnumSet.of(
        rules != Rules.PLAIN ? OverlayOption.REDIRECT_DIR_ON : OverlayOption.REDIRECT_DIR_OFF,
        rules == Rules.METACOPY ? OverlayOption.METACOPY_ON : OverlayOption.METACOPY_OFF,
        OverlayOption.INDEX_OFF);
  }

  Set<CloneFlag> namespaces() {
    return inUserNamespace
        ? EnumSet.of(CloneFlag.CLONE_NEWNS, CloneFlag.CLONE_NEWUSER)
        : EnumSet.of(CloneFlag.CLONE_NEWNS);
  }

  String attributes() {
    return inUserNamespace ? "user" : "trusted";
  }

  /** Those that whoever runs the tests can be, on this kernel. */
  static List<Mounter> possible() {
    if (!Privilege.canMakeNamespaces()) {
      return List.of(ANYBODY);
    }
    return Arrays.stream(values()).filter(one -> one != ANYBODY || Probe.ANYBODY_CAN).toList();
  }

  /** Answered once, by the kernel: before Linux 6.6, memory keeps no attributes of users. */
  private static final class Probe {
    static final boolean ANYBODY_CAN = canMark();

    private static boolean canMark() {
      String place = RealUnion.PLACE.toString();
      Program mark =
          Program.of(
              Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
              Mounts.mount("tmpfs", place, "tmpfs", null),
              Step.of(
                  Syscall.LSETXATTR,
                  Arg.of(place),
                  Arg.of("user.overlay.opaque"),
                  Arg.of("y"),
                  Arg.of(1),
                  Arg.of(0)));
      try (Sandbox sandbox = Sandbox.start(ANYBODY.namespaces(), mark)) {
        return sandbox.waitFor().value() == 0;
      } catch (ErrnoException e) {
        if (e.errno() == Errno.EOPNOTSUPP) {
          return false;
        }
        throw e;
      }
    }
  }
}
