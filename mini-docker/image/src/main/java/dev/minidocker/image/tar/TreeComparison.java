package dev.minidocker.image.tar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How one tree of files differs from another. Contents are read, byte by byte: a program can set
 * back the time of a file that it has changed.
 *
 * @param before the root of the one
 * @param after the root of the other
 */
record TreeComparison(Path before, Path after) {

  /**
   * A file that is new or different, or whose name is gone.
   *
   * @param file below the root of the tree that came after, also where nothing is left there
   */
  record Change(Path file, boolean deleted) {}

  /** Each directory before what is in it; one in which something changed is told of too. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    addBelow(before, after, changes);
    return changes;
  }

  private void addBelow(Path old, Path now, List<Change> changes) {
    Set<String> present = names(now);
    Set<String> all = new TreeSet<>(names(old));
    all.addAll(present);
    for (String name : all) {
      Path file = now.resolve(name);
      if (!present.contains(name)) {
        changes.add(new Change(file, true));
      } else if (!Files.exists(old.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        addAll(file, changes);
      } else {
        addChanged(old.resolve(name), file, changes);
      }
    }
  }

  private void addChanged(Path old, Path now, List<Change> changes) {
    boolean wasDirectory = Files.isDirectory(old, LinkOption.NOFOLLOW_LINKS);
    boolean isDirectory = Files.isDirectory(now, LinkOption.NOFOLLOW_LINKS);
    if (wasDirectory && isDirectory) {
      List<Change> inside = new ArrayList<>();
      addBelow(old, now, inside);
      if (!inside.isEmpty() || !sameAttributes(old, now)) {
        changes.add(new Change(now, false));
        changes.addAll(inside);
      }
    } else if (isDirectory) {
      addAll(now, changes);
    } else if (wasDirectory || !sameAttributes(old, now) || !sameContent(old, now)) {
      changes.add(new Change(now, false));
    }
  }

  private static void addAll(Path file, List<Change> changes) {
    changes.add(new Change(file, false));
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      names(file).forEach(name -> addAll(file.resolve(name), changes));
    }
  }

  /** The number of names counts: a file with one more is told of under each of them. */
  private static boolean sameAttributes(Path old, Path now) {
    return described(old).equals(described(now))
        && sameValues(ExtendedAttributes.of(old).kept(), ExtendedAttributes.of(now).kept());
  }

  private static Map<String, Object> described(Path file) {
    Map<String, Object> attributes = new HashMap<>(LayerArchive.attributes(file));
    Set<String> compared = new HashSet<>(Set.of("mode", "uid", "gid", "rdev", "lastModifiedTime"));
    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      compared.addAll(Set.of("size", "nlink"));
    }
    attributes.keySet().retainAll(compared);
    return attributes;
  }

  private static boolean sameValues(Map<String, byte[]> some, Map<String, byte[]> others) {
    return some.keySet().equals(others.keySet())
        && some.keySet().stream().allMatch(name -> Arrays.equals(some.get(name), others.get(name)));
  }

  /** Of files whose attributes are the same; one that nobody may read has nobody to change it. */
  private static boolean sameContent(Path old, Path now) {
    try {
      if (Files.isSymbolicLink(now)) {
        return Files.readSymbolicLink(old).equals(Files.readSymbolicLink(now));
      }
      return !Files.isRegularFile(now, LinkOption.NOFOLLOW_LINKS) || Files.mismatch(old, now) == -1;
    } catch (AccessDeniedException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare " + now + ": " + e.getMessage(), e);
    }
  }

  private static Set<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory, e);
    }
  }
}
