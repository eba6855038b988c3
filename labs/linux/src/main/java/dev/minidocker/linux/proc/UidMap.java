package dev.minidocker.linux.proc;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Which ids inside a user namespace are which ids outside; user_namespaces(7). The same format
 * serves {@code uid_map} and {@code gid_map}.
 */
public record UidMap(List<Range> ranges) {

  /**
   * Consecutive ids.
   *
   * @param inside the first one, as processes of the namespace see it
   * @param outside the same one, as the reader of the file sees it
   * @param count how many
   */
  public record Range(long inside, long outside, long count) {
    private static OptionalLong translate(long id, long from, long to, long count) {
      return id >= from && id - from < count ? OptionalLong.of(to + id - from) : NONE;
    }

    /** A line of the file, in the form that the kernel accepts. */
    @Override
    public String toString() {
      return inside + " " + outside + " " + count;
    }
  }

  private static final OptionalLong NONE = OptionalLong.empty();

  public UidMap {
    ranges = List.copyOf(ranges);
  }

  /** One id: the whole map of an ordinary user. */
  public static UidMap single(long inside, long outside) {
    return new UidMap(List.of(new Range(inside, outside, 1)));
  }

  /** The text of a uid_map; none in it before anybody has written the map. */
  public static UidMap parse(String file) {
    return new UidMap(file.lines().map(UidMap::range).toList());
  }

  private static Range range(String line) {
    long[] numbers = Arrays.stream(line.trim().split(" +")).mapToLong(Long::parseLong).toArray();
    if (numbers.length != 3) {
      throw new IllegalArgumentException("not a line of a uid_map: " + line);
    }
    return new Range(numbers[0], numbers[1], numbers[2]);
  }

  /** What processes inside call the user that is {@code id} outside; none: they see 65534. */
  public OptionalLong toInside(long id) {
    return ranges.stream()
        .map(range -> Range.translate(id, range.outside, range.inside, range.count))
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(NONE);
  }

  /** Who {@code id} inside is outside; none: no such user, EINVAL. */
  public OptionalLong toOutside(long id) {
    return ranges.stream()
        .map(range -> Range.translate(id, range.inside, range.outside, range.count))
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(NONE);
  }

  /** The text to write into a new namespace's uid_map. */
  @Override
  public String toString() {
    return ranges.stream().map(range -> range + "\n").collect(Collectors.joining());
  }
}
