package dev.minidocker.labs.unionfs.model;

import dev.minidocker.labkit.Privilege;
import dev.minidocker.labs.unionfs.OverlayOption;
import dev.minidocker.linux.CloneFlag;
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

  /** Those that whoever runs the tests can be. */
  static List<Mounter> possible() {
    return Privilege.canMakeNamespaces() ? List.of(values()) : List.of(ANYBODY);
  }
}
