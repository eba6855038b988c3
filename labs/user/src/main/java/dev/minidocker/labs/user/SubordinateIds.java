package dev.minidocker.labs.user;

import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * The ids beside their own that root lets users map: the lines {@code user:first:count} of {@code
 * /etc/subuid} or {@code /etc/subgid}; subuid(5).
 */
public record SubordinateIds(List<Grant> grants) {

  /**
   * One line.
   *
   * @param user a name, or a user id
   */
  public record Grant(String user, long first, long count) {}

  public SubordinateIds {
    grants = List.copyOf(grants);
  }

  /** The text of such a file. Lines of another form count for nothing, as for newuidmap. */
  public static SubordinateIds parse(String file) {
    List<Grant> grants = new ArrayList<>();
    for (String line : file.split("\n", -1)) {
      String[] fields = line.strip().split(":", -1);
      if (fields.length == 3 && isNumber(fields[1]) && isNumber(fields[2])) {
        grants.add(new Grant(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2])));
      }
    }
    return new SubordinateIds(grants);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,10}");
  }

  /** Those of one user, who may be listed by name or by number. */
  public SubordinateIds of(String name, long uid) {
    String number = Long.toString(uid);
    List<Grant> own = new ArrayList<>(grants);
    own.removeIf(
        grant ->
            !(grant.user().equals(name) || grant.user().equals(number))
                || grant.count() < 1
                || grant.first() + grant.count() > MapRules.NO_ID);
    return new SubordinateIds(own);
  }

  /** One's own id as 0, and all of these from 1 on: the map that docker and podman write. */
  public UidMap below(long ownId) {
    List<Range> ranges = new ArrayList<>(List.of(new Range(0, ownId, 1)));
    long inside = 1;
    for (Grant grant : grants) {
      ranges.add(new Range(inside, grant.first(), grant.count()));
      inside += grant.count();
    }
    return new UidMap(ranges);
  }
}
