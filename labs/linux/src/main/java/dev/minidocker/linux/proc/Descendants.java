package dev.minidocker.linux.proc;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes that this one has started, and those that they have. */
final class Descendants {
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int START_TICKS = 19;

  private Descendants() {}

  /**
   * One process.
   *
   * @param startTicks when it started, in clock ticks since boot: a later process may get its pid
   */
  record Task(long pid, long parent, String name, char state, long startTicks) {

    /** The content of {@code /proc/PID/stat}; the name in parentheses may contain anything. */
    static Task parse(String stat) {
      int open = stat.indexOf('(');
      int close = stat.lastIndexOf(')');
      String[] fields = stat.substring(close + 2).split(" ", -1);
      return new Task(
          Long.parseLong(stat.substring(0, open - 1)),
          Long.parseLong(fields[PARENT]),
          stat.substring(open + 1, close),
          fields[STATE].charAt(0),
          Long.parseLong(fields[START_TICKS]));
    }

    @Override
    public String toString() {
      return pid + " (" + name + ")" + (state == 'Z' ? ", ended and not waited for" : "");
    }
  }

  static List<Task> ofThisProcess() {
    Map<Long, List<Task>> byParent = new HashMap<>();
    Procfs.HOST.pids().stream()
        .flatMap(pid -> read(pid).stream())
        .forEach(task -> byParent.computeIfAbsent(task.parent(), p -> new ArrayList<>()).add(task));
    List<Task> descendants = new ArrayList<>();
    add(ProcessHandle.current().pid(), byParent, descendants);
    return descendants;
  }

  private static Optional<Task> read(long pid) {
    try {
      Path stat = Procfs.HOST.process(pid).directory().resolve("stat");
      return Optional.of(Task.parse(Procfs.read(stat)));
    } catch (UncheckedIOException e) {
      return Optional.empty(); // it has ended since the directory was read
    }
  }

  private static void add(long parent, Map<Long, List<Task>> byParent, List<Task> into) {
    for (Task child : byParent.getOrDefault(parent, List.of())) {
      into.add(child);
      add(child.pid(), byParent, into);
    }
  }
}
