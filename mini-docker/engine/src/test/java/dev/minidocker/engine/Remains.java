package dev.minidocker.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/**
 * What a failed start would most likely leave behind, and what costs little to look at: children,
 * descriptors, and entries of the state directory. The rest is seen by {@link
 * dev.minidocker.linux.proc.Snapshot}.
 *
 * @param children of every thread of this JVM, zombies included
 * @param descriptors how many descriptors of this JVM lead to the same
 * @param files containers and names, and what temporary files the store has
 */
record Remains(List<String> children, Map<String, Integer> descriptors, List<String> files) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
  private static final Path SELF = Path.of("/proc/self");

  static Remains of(Path state) {
    List<String> files = new ArrayList<>();
    for (String place : List.of("containers", "names", "tmp")) {
      files.addAll(entries(state.resolve(place)));
    }
    return new Remains(ownChildren(), ownDescriptors(), files);
  }

  /**
   * Waits until nothing remains but this; the JVM itself opens a file now and then. What has gone
   * is no leak: a collection closes what earlier tests have left to it.
   */
  void assertAll(Path state, String context) {
    List<String> more = of(state).beyond(this);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long pause = FIRST_PAUSE.toNanos();
        !more.isEmpty() && System.nanoTime() < deadline;
        pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos())) {
      LockSupport.parkNanos(pause);
      more = of(state).beyond(this);
    }
    Assertions.assertEquals(List.of(), more, context);
  }

  /** What there is here and was not then, one line each. */
  List<String> beyond(Remains then) {
    List<String> more = new ArrayList<>();
    children.stream().filter(child -> !then.children.contains(child)).forEach(more::add);
    descriptors.forEach(
        (target, count) -> {
          int before = then.descriptors.getOrDefault(target, 0);
          if (count > before) {
            more.add(target + ": " + count + " descriptors, were " + before);
          }
        });
    files.stream().filter(file -> !then.files.contains(file)).forEach(more::add);
    return more;
  }

  /** The process ids of this JVM's children. */
  static List<String> ownChildren() {
    List<String> children = new ArrayList<>();
    for (String thread : entries(SELF.resolve("task"))) {
      String text = childrenOf(thread);
      children.addAll(Stream.of(text.split(" ", -1)).filter(pid -> !pid.isBlank()).toList());
    }
    return children;
  }

  /** None of a thread that has ended meanwhile. */
  private static String childrenOf(String thread) {
    try {
      return Files.readString(SELF.resolve("task").resolve(thread).resolve("children"));
    } catch (IOException e) {
      return "";
    }
  }

  static Map<String, Integer> ownDescriptors() {
    Map<String, Integer> targets = new TreeMap<>();
    for (String number : entries(SELF.resolve("fd"))) {
      targetOf(number)
          .filter(target -> !belongsToTheVirtualMachine(target))
          .ifPresent(target -> targets.merge(kind(target), 1, Integer::sum));
    }
    return targets;
  }

  /** None for the descriptor by which the directory was read, which is closed again. */
  private static Optional<String> targetOf(String descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(SELF.resolve("fd").resolve(descriptor)).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Jars, and the memory for native methods, which are opened when they are first needed. */
  private static boolean belongsToTheVirtualMachine(String target) {
    return target.endsWith(".jar")
        || target.startsWith("/tmp/ffi")
        || target.startsWith("/sys/fs/cgroup/"); // the JVM reads its own limits now and then
  }

  /** Two sockets differ in nothing but their number. */
  private static String kind(String target) {
    return target.replaceFirst("\\[[0-9]+\\]$", "");
  }

  static List<String> entries(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }
}
