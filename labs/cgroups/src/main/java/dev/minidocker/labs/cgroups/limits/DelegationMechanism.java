package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.linux.Program;

/** Hands a part of the tree of groups over to a user. */
public interface DelegationMechanism {

  /**
   * The steps after which the user may make groups in this one, and move processes among them, but
   * not change what this one is limited to; cgroups(7), "Cgroup delegation".
   *
   * @param group is there, and has a part in version 2
   */
  Program delegate(Group group, int uid, int gid);
}
