package dev.minidocker.labs.security;

import java.util.List;

/**
 * Who a process is.
 *
 * @param groups supplementary groups
 * @param setGroups whether the groups may be set at all: not in a user namespace whose map an
 *     ordinary user wrote
 */
public record Identity(int uid, int gid, List<Integer> groups, boolean setGroups) {
  public Identity {
    groups = List.copyOf(groups);
  }
}
