package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A directory for something that is not complete yet, {@code tmp/<name>}, beside a lock file that
 * says whether its maker still lives.
 *
 * <p>The lock is taken before the directory is made and left after the directory is gone: a
 * directory whose lock can be had is dead.
 */
public final class Workspace implements AutoCloseable {
  private static final String LOCK_SUFFIX = ".lock";

  private final Path directory;
  private final Path lockFile;
  private final FileLock lock;

  private Workspace(Path directory, Path lockFile, FileLock lock) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Makes an empty one below {@code tmp}. */
  public static Workspace make(Path tmp) {
    String name = UUID.randomUUID().toString();
    Path lockFile = tmp.resolve(name + LOCK_SUFFIX);
    FileLock lock = FileLock.exclusive(lockFile);
    Path directory = tmp.resolve(name);
    try {
      return new Workspace(Files.createDirectory(directory), lockFile, lock);
    } catch (IOException e) {
      lock.close();
      throw StateFile.failure("make", directory, e);
    }
  }

  public Path directory() {
    return directory;
  }

  /** Removes what is left of the directory: nothing, if it was renamed when complete. */
  @Override
  public void close() {
    discard(directory, lockFile, lock);
  }

  private static void discard(Path directory, Path lockFile, FileLock lock) {
    try (lock) {
      FileTree.remove(directory.toString());
      FileTree.remove(lockFile.toString());
    }
  }

  /** Removes what processes that no longer live have left behind. */
  public static void removeDead(Path tmp) {
    for (Path entry : entries(tmp)) {
      String name = entry.getFileName().toString();
      boolean isLock = name.endsWith(LOCK_SUFFIX);
      Path lockFile = isLock ? entry : tmp.resolve(name + LOCK_SUFFIX);
      String owner = lockFile.getFileName().toString();
      Path directory = tmp.resolve(owner.substring(0, owner.length() - LOCK_SUFFIX.length()));
      try {
        lockOfDead(lockFile).ifPresent(lock -> discard(directory, lockFile, lock));
      } catch (ErrnoException e) {
        if (e.errno() != Errno.ENOENT) {
          throw new ImageException(
              "cannot remove " + entry + ", left by a killed run: " + e.getMessage(), e);
        } else if (!isLock) { // its maker has finished, or something else put it here
          FileTree.remove(directory.toString());
        }
      }
    }
  }

  private static Optional<FileLock> lockOfDead(Path lockFile) {
    return FileLock.tryExclusive(lockFile);
  }

  private static List<Path> entries(Path tmp) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(tmp)) {
      stream.forEach(entries::add);
    } catch (IOException e) {
      throw StateFile.failure("read", tmp, e);
    }
    return entries;
  }
}
