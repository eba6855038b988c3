package dev.minidocker.labs.user.model;

import dev.minidocker.linux.Capability;
import dev.minidocker.linux.proc.UidMap;
import java.util.List;

/**
 * A user namespace: who is whom in it, in terms of its parent. {@code struct user_namespace} of
 * {@code include/linux/user_namespace.h}.
 */
public final class Namespace {
  private static final UidMap EVERYBODY =
      new UidMap(List.of(new UidMap.Range(0, 0, UserModel.NO_ID)));
  private static final UidMap NOBODY = new UidMap(List.of());

  /** The one that it was made in; null for the machine's first. */
  final Namespace parent;

  /** Who made it, as the machine's first namespace numbers users. */
  final long owner;

  /** Whether its maker had CAP_SETFCAP then. */
  final boolean makerHadSetfcap;

  UidMap users;
  UidMap groups;
  boolean setgroups;

  private Namespace(
      Namespace parent, long owner, boolean makerHadSetfcap, UidMap map, boolean setgroups) {
    this.parent = parent;
    this.owner = owner;
    this.makerHadSetfcap = makerHadSetfcap;
    this.users = map;
    this.groups = map;
    this.setgroups = setgroups;
  }

  /** The machine's first, where everybody is who they are. */
  public static Namespace first() {
    return new Namespace(null, 0, true, EVERYBODY, true);
  }

  /** A new one, in which nobody is anybody yet. */
  static Namespace madeBy(Person maker) {
    return new Namespace(
        maker.namespace,
        maker.uid,
        maker.capabilities.contains(Capability.CAP_SETFCAP),
        NOBODY,
        maker.namespace.setgroups);
  }

  /** One that somebody else made and mapped; its maps are in terms of this one. */
  public Namespace containing(UidMap userMap, UidMap groupMap, boolean maySetGroups) {
    Namespace child = new Namespace(this, 0, true, userMap, maySetGroups);
    child.groups = groupMap;
    return child;
  }

  UidMap map(Kind kind) {
    return kind == Kind.USERS ? users : groups;
  }

  void map(Kind kind, UidMap map) {
    if (kind == Kind.USERS) {
      users = map;
    } else {
      groups = map;
    }
  }
}
