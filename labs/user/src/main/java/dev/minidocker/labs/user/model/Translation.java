package dev.minidocker.labs.user.model;

import dev.minidocker.labs.user.MapRules;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who is who across any number of boundaries.
 *
 * <p>Inside the kernel everybody has one number, that of the machine's first namespace. It is
 * translated where a number comes in from a process or goes out to one, and nowhere else.
 */
public class Translation {

  /** Who is not mapped is shown as this: {@code /proc/sys/kernel/overflowuid}, "nobody". */
  public static final long OVERFLOW_ID = 65534;

  /** {@code (uid_t) -1}, nobody's number; shown in a map for an id that the reader has not. */
  public static final long NO_ID = MapRules.NO_ID;

  /** A map with more lines is kept, and shown, in order. */
  private static final int LINES_KEPT_AS_WRITTEN = 5;

  /** The kernel's number of who is {@code id} in the namespace; none: EINVAL. */
  public OptionalLong comesIn(Namespace namespace, Kind kind, long id) {
    OptionalLong known = toOutside(namespace.map(kind), id);
    return namespace.parent == null || known.isEmpty()
        ? known
        : comesIn(namespace.parent, kind, known.getAsLong());
  }

  /** What the namespace calls the one whom the kernel knows by {@code number}; none: nothing. */
  public OptionalLong goesOut(Namespace namespace, Kind kind, long number) {
    OptionalLong known =
        namespace.parent == null
            ? OptionalLong.of(number)
            : goesOut(namespace.parent, kind, number);
    return known.isEmpty() ? known : toInside(namespace.map(kind), known.getAsLong());
  }

  /** What a process of the namespace is shown. */
  public long shown(Namespace namespace, Kind kind, long number) {
    return shown(goesOut(namespace, kind, number), number);
  }

  protected OptionalLong toOutside(UidMap map, long id) {
    return map.toOutside(id);
  }

  protected OptionalLong toInside(UidMap map, long id) {
    return map.toInside(id);
  }

  /** The id, or that of nobody; {@code number} is the kernel's. */
  protected long shown(OptionalLong id, long number) {
    return id.orElse(OVERFLOW_ID);
  }

  /** A map in the numbers of whoever reads it; who reads one's own sees the parent's numbers. */
  public UidMap read(Namespace reader, Namespace of, Kind kind) {
    boolean own = reader == of && of.parent != null;
    Namespace numbers = own ? of.parent : reader;
    List<Range> lines = new ArrayList<>(of.map(kind).ranges());
    if (lines.size() > LINES_KEPT_AS_WRITTEN) {
      lines.sort(Comparator.comparingLong(Range::inside));
    }
    lines.replaceAll(
        line -> new Range(line.inside(), lower(line, of, numbers, kind), line.count()));
    return new UidMap(lines);
  }

  private long lower(Range range, Namespace of, Namespace numbers, Kind kind) {
    OptionalLong number =
        of.parent == null
            ? OptionalLong.of(range.outside())
            : comesIn(of.parent, kind, range.outside());
    return number.isEmpty() ? NO_ID : goesOut(numbers, kind, number.getAsLong()).orElse(NO_ID);
  }
}
