package dev.minidocker.labkit;

import java.util.Map;
import java.util.Optional;

/**
 * Huge pages of the usual size that nobody has taken or reserved; {@code hugetlbpage.rst}.
 *
 * @param pageBytes the size of one
 * @param free how many there are
 */
public record TrialHugePages(long pageBytes, long free) {
  private static final Map<String, Long> UNITS =
      Map.of("GB", 1L << 30, "MB", 1L << 20, "KB", 1L << 10);

  /** None where the kernel was built without, or keeps none. */
  public static Optional<TrialHugePages> find() {
    long pages = MemoryInfo.number("HugePages_Free") - MemoryInfo.number("HugePages_Rsvd");
    return pages > 0
        ? Optional.of(new TrialHugePages(MemoryInfo.number("Hugepagesize") << 10, pages))
        : Optional.empty();
  }

  /** The size as the kernel writes it in the names of files: {@code 2MB}. */
  public String size() {
    return UNITS.entrySet().stream()
        .filter(unit -> pageBytes >= unit.getValue())
        .max(Map.Entry.comparingByValue())
        .map(unit -> pageBytes / unit.getValue() + unit.getKey())
        .orElseThrow();
  }
}
