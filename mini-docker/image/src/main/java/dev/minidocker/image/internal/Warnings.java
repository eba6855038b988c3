package dev.minidocker.image.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Things that were left out, counted by kind, each kind with its first example. */
final class Warnings {
  private record Kind(int count, String first) {}

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /**
   * @param what the kind, in the plural: "devices"
   * @param example the name of the entry
   */
  void add(String what, String example) {
    kinds.merge(what, new Kind(1, example), (old, one) -> new Kind(old.count() + 1, old.first()));
  }

  /** One line for each kind. */
  List<String> lines() {
    return kinds.entrySet().stream()
        .map(
            entry ->
                entry.getValue().count()
                    + " "
                    + entry.getKey()
                    + ", the first: "
                    + EntryName.shown(entry.getValue().first()))
        .toList();
  }
}
