package dev.minidocker.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OwnerNamespaceProperties {
  private static final String ASKED = "--network container:one";

  private static OwnerNamespace namespace(int user, int users, int group, int groups) {
    return new OwnerNamespace(
        "/proc/1/ns/user",
        new UidMap(List.of(new Range(user, 100_000, users))),
        new UidMap(List.of(new Range(group, 200_000, groups))));
  }

  @Property
  void whoIsMappedPassesAndWhoIsNotIsNamedWithOneWhoIs(
      @ForAll @IntRange(max = 9) int user,
      @ForAll @IntRange(min = 1, max = 5) int users,
      @ForAll @IntRange(max = 9) int group,
      @ForAll @IntRange(min = 1, max = 5) int groups,
      @ForAll @IntRange(max = 15) int uid,
      @ForAll @IntRange(max = 15) int gid) {
    OwnerNamespace namespace = namespace(user, users, group, groups);
    boolean hasUser = uid >= user && uid < user + users;
    boolean hasGroup = gid >= group && gid < group + groups;
    if (hasUser && hasGroup) {
      namespace.requireMapped(ASKED, uid, gid);
      return;
    }
    String said =
        assertThrows(NetworkException.class, () -> namespace.requireMapped(ASKED, uid, gid))
            .getMessage();
    assertTrue(said.startsWith(ASKED + ": "), said);
    assertEquals(!hasUser, said.contains("no user " + uid), said);
    assertEquals(!hasGroup, said.contains("group " + gid), said);
    String[] possible = said.substring(said.lastIndexOf(' ') + 1).split(":", -1);
    namespace.requireMapped(ASKED, Integer.parseInt(possible[0]), Integer.parseInt(possible[1]));
  }
}
