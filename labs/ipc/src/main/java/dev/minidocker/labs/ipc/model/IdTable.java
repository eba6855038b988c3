package dev.minidocker.labs.ipc.model;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The objects of one kind in one namespace. An id is a place in a table, and how often the table
 * has been gone through: a place is used again, an id is not, or not soon. {@code ipc_idr_alloc} of
 * {@code ipc/util.c}.
 */
public final class IdTable {
  /** Places that are gone through while few of them are in use; RADIX_TREE_MAP_SIZE. */
  static final int PLACES = 64;

  /** An id is the place plus this many times the round; IPCMNI. */
  public static final int ROUND = 32768;

  private final Map<Integer, IpcObject> objects = new TreeMap<>();
  private int last = -1;
  private int round;

  IdTable() {}

  /** The same objects once more, with the same ids. */
  IdTable(IdTable other) {
    other.objects.forEach((place, object) -> objects.put(place, new IpcObject(object)));
    last = other.last;
    round = other.round;
  }

  Collection<IpcObject> all() {
    return objects.values();
  }

  Optional<IpcObject> find(int id) {
    return all().stream().filter(object -> object.id() == id).findFirst();
  }

  /** The next free place after the last one that was given; at the end, a new round begins. */
  IpcObject add(int key) {
    int place = last + 1;
    while (place >= PLACES || objects.containsKey(place)) {
      place = place >= PLACES ? 0 : place + 1;
    }
    if (place <= last) {
      round++;
    }
    last = place;
    return put(place, round, key);
  }

  /** What one might expect instead: the first free place, and no rounds. */
  IpcObject addAtFirstFreePlace(int key) {
    int place = 0;
    while (objects.containsKey(place)) {
      place++;
    }
    return put(place, 0, key);
  }

  private IpcObject put(int place, int inRound, int key) {
    IpcObject object = new IpcObject(inRound * ROUND + place, key);
    objects.put(place, object);
    return object;
  }

  void remove(IpcObject object) {
    objects.remove(object.id() % ROUND, object);
  }
}
