package dev.minidocker.labs.cgroups.model;

import dev.minidocker.labkit.CgroupTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Real groups below one whose name is made up; gone when this is closed. The first is not made, but
 * the one that this JVM is in.
 */
final class Groups implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 100;

  private final CgroupTree tree;
  private final List<CgroupPath> paths = new ArrayList<>();
  private final List<Path> directories = new ArrayList<>();

  Groups(CgroupTree tree, List<CgroupPath> wanted) {
    this.tree = tree;
    String name = "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 30));
    CgroupPath own = CgroupPath.parse(tree.membership().path());
    paths.add(own);
    directories.add(tree.directory());
    make("/" + name, own);
    wanted.forEach(path -> make("/" + name + path, own));
  }

  private void make(String below, CgroupPath own) {
    Path directory = Path.of(tree.directory() + below);
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    paths.add(own.resolve(below));
    directories.add(directory);
  }

  CgroupTree tree() {
    return tree;
  }

  List<CgroupPath> paths() {
    return paths;
  }

  String directory(int group) {
    return directories.get(group % directories.size()).toString();
  }

  /** A group whose last process has just ended may be busy for a moment. */
  @Override
  public void close() {
    for (int i = directories.size() - 1; i > 0; i--) {
      remove(directories.get(i));
    }
  }

  private static void remove(Path directory) {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.delete(directory);
        return;
      } catch (IOException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw new UncheckedIOException(e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while groups are removed", e);
    }
  }
}
