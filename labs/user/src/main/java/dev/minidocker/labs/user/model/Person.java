package dev.minidocker.labs.user.model;

import dev.minidocker.linux.Capability;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** A process, as far as user namespaces go: {@code struct cred} of the kernel. */
public final class Person {

  /** The user and the group, as the machine's first namespace numbers them. */
  final long uid;

  final long gid;
  final Set<Long> furtherGroups;
  final EnumSet<Capability> capabilities;
  Namespace namespace;

  /** Who was born into this namespace. */
  public Person(
      Namespace namespace,
      long uid,
      long gid,
      Collection<Long> furtherGroups,
      Collection<Capability> capabilities) {
    this.namespace = namespace;
    this.uid = uid;
    this.gid = gid;
    this.furtherGroups = new HashSet<>(furtherGroups);
    this.capabilities = EnumSet.noneOf(Capability.class);
    this.capabilities.addAll(capabilities);
  }

  /** A child is the same person at first. */
  Person child() {
    return new Person(namespace, uid, gid, furtherGroups, capabilities);
  }

  /**
   * Whether it may do in {@code target} what the capability allows: if it has the capability there
   * or in an ancestor, or made it or an ancestor of it; {@code cap_capable} in {@code
   * security/commoncap.c}.
   */
  boolean may(Capability capability, Namespace target) {
    for (Namespace here = target; here != null; here = here.parent) {
      if (here == namespace) {
        return capabilities.contains(capability);
      } else if (here.parent == namespace && here.owner == uid) {
        return true;
      }
    }
    return false;
  }
}
