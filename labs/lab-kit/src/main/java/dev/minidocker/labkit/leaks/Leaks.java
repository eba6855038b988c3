package dev.minidocker.labkit.leaks;

import com.google.gson.GsonBuilder;
import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.linux.proc.MountInfo;
import dev.minidocker.linux.proc.Procfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What experiments left on this machine.
 *
 * @param left what journals of killed experiments name, and is still there; the latest first
 * @param unclaimed what is named as experiments name things, but is in no journal of this user
 * @param running experiments that are under way
 */
public record Leaks(List<Left> left, List<Trace> unclaimed, List<String> running) {

  /**
   * Something that was left.
   *
   * @param experiment of which
   */
  public record Left(String experiment, Trace trace) {}

  public Leaks {
    left = List.copyOf(left);
    unclaimed = List.copyOf(unclaimed);
    running = List.copyOf(running);
  }

  /**
   * Looks at the journals, and at what there is.
   *
   * @param home of this user's journals
   */
  public static Leaks find(Path home) throws IOException {
    List<Left> left = new ArrayList<>();
    List<String> running = new ArrayList<>();
    Set<Trace> claimed = new LinkedHashSet<>();
    for (Path file : Journal.all(home)) {
      Optional<Journal> abandoned = Journal.lock(file);
      try {
        Journal.Content content = Journal.read(file);
        claimed.addAll(content.traces());
        if (abandoned.isEmpty()) {
          running.add(content.experiment());
        } else {
          content.traces().stream()
              .filter(Trace::isThere)
              .forEach(trace -> left.add(new Left(content.experiment(), trace)));
        }
      } finally {
        abandoned.ifPresent(Journal::close);
      }
    }
    List<Trace> unclaimed = new ArrayList<>(named());
    unclaimed.removeAll(claimed);
    return new Leaks(left, unclaimed, running);
  }

  public boolean isEmpty() {
    return left.isEmpty() && unclaimed.isEmpty();
  }

  /** What looks as if an experiment had made it, and is not in use. */
  private static List<Trace> named() {
    List<Trace> named = new ArrayList<>();
    links().stream()
        .filter(link -> link.startsWith(Trace.PREFIX))
        .forEach(link -> named.add(new LinkTrace(link)));
    Procfs.HOST.self().mounts().stream()
        .map(MountInfo::mountPoint)
        .map(Path::of)
        .filter(MountTrace::isMadeUp)
        .distinct()
        .forEach(point -> named.add(new MountTrace(point)));
    CgroupTree.writable().stream()
        .flatMap(tree -> groupsIn(tree.directory()))
        .filter(group -> group.processes().isEmpty())
        .forEach(named::add);
    return named;
  }

  private static Stream<CgroupTrace> groupsIn(Path directory) {
    try (Stream<Path> groups = Files.list(directory)) {
      return groups
          .filter(path -> Trace.isMadeUp(path.getFileName()))
          .filter(Files::isDirectory)
          .toList()
          .stream()
          .map(CgroupTrace::new);
    } catch (IOException e) {
      return Stream.of();
    }
  }

  /** The links of this network namespace; proc_pid_net(5). */
  static List<String> links() {
    try {
      byte[] table = Files.readAllBytes(Procfs.HOST.root().resolve("self/net/dev"));
      return new String(table, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains(":"))
          .map(line -> line.substring(0, line.lastIndexOf(':')).strip())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Item(String kind, String what, String experiment) {}

  private record Document(List<Item> left, List<Item> unclaimed, List<String> running) {}

  /** For programs. */
  public String json() {
    List<Item> first =
        left.stream()
            .map(one -> new Item(one.trace().kind(), one.trace().what(), one.experiment()))
            .toList();
    List<Item> second =
        unclaimed.stream().map(trace -> new Item(trace.kind(), trace.what(), "")).toList();
    return new GsonBuilder()
        .setPrettyPrinting()
        .disableHtmlEscaping()
        .create()
        .toJson(new Document(first, second, running));
  }
}
