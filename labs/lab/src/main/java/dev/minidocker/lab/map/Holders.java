package dev.minidocker.lab.map;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What keeps a network namespace alive. What is held only by an open socket, or by another
 * namespace's link, is not found.
 */
final class Holders {
  private static final int SHOWN = 3;

  private final SortedMap<Long, String> processes = new TreeMap<>();
  private final List<String> descriptors = new ArrayList<>();
  private final TreeSet<String> mounts = new TreeSet<>();

  /** By which it can be opened. */
  private final List<String> paths = new ArrayList<>();

  void addProcess(long pid, String name, String path) {
    if (processes.putIfAbsent(pid, name) == null) {
      paths.add(path);
    }
  }

  /** Of a process that is not in the namespace itself. */
  void addDescriptor(long pid, String name, String number, String path) {
    if (!processes.containsKey(pid)) {
      descriptors.add("descriptor " + number + " of process " + pid + " (" + name + ")");
      paths.add(path);
    }
  }

  void addMount(String point, String path) {
    if (mounts.add("a mount at " + point)) {
      paths.add(path);
    }
  }

  List<String> paths() {
    return List.copyOf(paths);
  }

  /** The first process and how many more, then mounts, then descriptors. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    if (!processes.isEmpty()) {
      long first = processes.firstKey();
      int more = processes.size() - 1;
      texts.add(
          "process "
              + first
              + " ("
              + processes.get(first)
              + ")"
              + (more == 0 ? "" : " and " + more + " more"));
    }
    texts.addAll(some(List.copyOf(mounts), "mounts"));
    texts.addAll(some(descriptors, "descriptors"));
    return texts;
  }

  @Override
  public String toString() {
    return texts().toString();
  }

  private static List<String> some(List<String> all, String what) {
    if (all.size() <= SHOWN) {
      return all;
    }
    List<String> some = new ArrayList<>(all.subList(0, SHOWN));
    some.add((all.size() - SHOWN) + " more " + what);
    return some;
  }
}
