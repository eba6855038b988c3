package dev.minidocker.labs.user;

import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel takes for a map at all, whoever writes it; {@code map_write} in {@code
 * kernel/user_namespace.c}. Everything else it answers with EINVAL.
 */
public final class MapRules {

  /** {@code UID_GID_MAP_MAX_EXTENTS}. */
  public static final int MOST_RANGES = 340;

  /** {@code (uid_t) -1}, which means "nobody in particular" and is nobody's id. */
  public static final long NO_ID = 0xffff_ffffL;

  /** Less than a page is read at once, and a map is written at once. */
  public static final int PAGE_BYTES = 4096;

  private MapRules() {}

  /** What is wrong with this map, if something is. */
  public static Optional<String> flaw(UidMap map) {
    List<Range> ranges = map.ranges();
    if (ranges.isEmpty()) {
      return Optional.of("it is empty");
    } else if (ranges.size() > MOST_RANGES) {
      return Optional.of(ranges.size() + " ranges; the kernel keeps " + MOST_RANGES);
    }
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      if (range.count() < 1) {
        return Optional.of("\"" + range + "\" counts no id");
      } else if (isOutOfBounds(range.inside(), range) || isOutOfBounds(range.outside(), range)) {
        return Optional.of("\"" + range + "\" leaves 0 to " + (NO_ID - 1));
      }
      for (Range earlier : ranges.subList(0, i)) {
        if (overlap(earlier, range)) {
          return Optional.of("\"" + earlier + "\" and \"" + range + "\" overlap");
        }
      }
    }
    int bytes = map.toString().stripTrailing().length();
    return bytes < PAGE_BYTES
        ? Optional.empty()
        : Optional.of(bytes + " bytes of text; less than " + PAGE_BYTES + " are read");
  }

  /** Two ranges may not share an id, neither inside nor outside. */
  private static boolean overlap(Range one, Range other) {
    return overlap(one.inside(), one.count(), other.inside(), other.count())
        || overlap(one.outside(), one.count(), other.outside(), other.count());
  }

  private static boolean overlap(long one, long oneCount, long other, long otherCount) {
    return one < other + otherCount && other < one + oneCount;
  }

  private static boolean isOutOfBounds(long first, Range range) {
    return first < 0 || first + range.count() > NO_ID;
  }
}
