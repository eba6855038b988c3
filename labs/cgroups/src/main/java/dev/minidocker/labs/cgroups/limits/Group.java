package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group that is to be made: the same name in every hierarchy that one of its limits needs.
 *
 * @param parent the group that it is made in, which is made as well where it is missing
 * @param name its own
 * @param seats its part in each of these hierarchies
 */
public record Group(String parent, String name, List<Seat> seats) {

  /** The group in one hierarchy. */
  public record Seat(Root root, List<Limit> limits) {
    public Seat {
      limits = List.copyOf(limits);
    }
  }

  public Group {
    seats = List.copyOf(seats);
  }

  /**
   * Finds a seat for each limit.
   *
   * @throws UnsupportedLimitException if there is none, or this user may not have it
   */
  public static Group of(GroupRoots roots, String parent, String name, List<Limit> limits) {
    // by directory: on the way of every run, where to hash a record takes milliseconds at first
    Map<Path, Root> homes = new LinkedHashMap<>();
    Map<Path, List<Limit>> inhabitants = new LinkedHashMap<>();
    for (Limit limit : limits) {
      Root root = roots.rootFor(limit);
      homes.put(root.directory(), root);
      inhabitants.computeIfAbsent(root.directory(), directory -> new ArrayList<>()).add(limit);
    }
    List<Seat> seats = new ArrayList<>();
    homes.forEach((directory, root) -> seats.add(new Seat(root, inhabitants.get(directory))));
    return new Group(parent, name, seats);
  }

  /** Whether it has a limit of this kind. */
  public boolean limits(Class<? extends Limit> kind) {
    return seats.stream().flatMap(seat -> seat.limits().stream()).anyMatch(kind::isInstance);
  }

  /**
   * Where it has a limit of this kind.
   *
   * @throws IllegalStateException if it was made without
   */
  Seat seatOf(Class<? extends Limit> kind) {
    return seats.stream()
        .filter(seat -> seat.limits().stream().anyMatch(kind::isInstance))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " has no " + kind.getSimpleName()));
  }

  /** Its directory in a seat's hierarchy. */
  public Path directory(Seat seat) {
    return seat.root().directory().resolve(parent).resolve(name);
  }

  /** Its directories, one in each hierarchy. */
  public List<Path> directories() {
    return seats.stream().map(this::directory).toList();
  }

  /** Those of version 1, into which a process has to move. */
  List<String> toEnter() {
    return seats.stream()
        .filter(seat -> seat.root().version() == CgroupVersion.V1)
        .map(seat -> directory(seat).toString())
        .toList();
  }

  /** The one of version 2, into which a process can be born. */
  Optional<Path> toBeBornIn() {
    return seats.stream()
        .filter(seat -> seat.root().version() == CgroupVersion.V2)
        .map(this::directory)
        .findFirst();
  }
}
