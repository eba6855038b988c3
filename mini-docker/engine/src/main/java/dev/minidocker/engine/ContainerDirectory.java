package dev.minidocker.engine;

import static dev.minidocker.linux.OpenFlag.O_CLOEXEC;
import static dev.minidocker.linux.OpenFlag.O_DIRECTORY;

import dev.minidocker.engine.storage.ContainerPaths;
import dev.minidocker.labs.cgroups.limits.Group;
import dev.minidocker.labs.cgroups.limits.GroupRemoval;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.Flock;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The files of one container: its changes to the image, and what it is told about its network.
 *
 * <p>Whoever runs the container holds a lock on the directory, which the kernel takes away when
 * that process dies, however it dies. It becomes visible under its name when the lock is already
 * held, so a directory that can be locked belongs to nobody.
 */
public final class ContainerDirectory implements AutoCloseable {
  private static final int AT_FDCWD = -100;
  private static final int O_CREATE_TO_WRITE =
      OpenFlag.of(OpenFlag.O_CREAT, OpenFlag.O_WRONLY, OpenFlag.O_EXCL);
  private static final int LIST_ONLY = 0711;

  private static final String UNFINISHED = ".";
  static final String NAME_FILE = "name";
  private static final String KEPT_FILE = "kept";
  private static final String GROUPS_FILE = "groups";
  private static final String RECORD_FILE = "container.json";
  private static final String EXIT_FILE = "exit-code";
  private static final String PROCESS_FILE = "process";

  private final Path path;
  private final Fd lock;

  private ContainerDirectory(Path path, Fd lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the directory of a new container, locked.
   *
   * @param containers where the directories of all containers are; made if missing
   */
  static ContainerDirectory create(Path containers, String id) {
    makeAll(containers);
    try (Fd births = Fd.open(containers.toString(), OpenFlag.of(O_DIRECTORY), 0)) {
      Flock.SHARED.await(births); // so that nobody takes it for left behind
      return make(containers, id);
    }
  }

  private static ContainerDirectory make(Path containers, String id) {
    Path unfinished = containers.resolve(UNFINISHED + id);
    Fd lock = null;
    try {
      FileTree.makeDirectory(unfinished, LIST_ONLY);
      lock = Fd.open(unfinished.toString(), OpenFlag.of(O_DIRECTORY), 0);
      Flock.EXCLUSIVE.await(lock);
      FileTree.makeDirectory(ContainerPaths.in(unfinished).merged(), 0700);
      Path path = containers.resolve(id);
      Kernel.call(Syscall.RENAMEAT2, AT_FDCWD, unfinished.toString(), AT_FDCWD, path.toString(), 0);
      return new ContainerDirectory(path, lock);
    } catch (RuntimeException e) {
      if (lock != null) {
        lock.close();
      }
      FileTree.remove(unfinished.toString());
      throw e;
    }
  }

  /**
   * Removes what is left of directories whose makers died before they had their name. While
   * somebody is making one, nothing is removed.
   */
  static void removeUnfinished(Path containers) {
    try (Fd births = Fd.open(containers.toString(), OpenFlag.of(O_DIRECTORY), 0)) {
      String[] names = containers.toFile().list();
      if (Flock.EXCLUSIVE.tryOn(births) && names != null) {
        Arrays.stream(names)
            .filter(ContainerDirectory::isUnfinished)
            .forEach(name -> FileTree.remove(containers.resolve(name).toString()));
      }
    }
  }

  static boolean isUnfinished(String name) {
    return name.startsWith(UNFINISHED);
  }

  /** The directory of a container that nobody runs, locked; empty if somebody does. */
  static Optional<ContainerDirectory> ofDead(Path path) {
    long fd =
        Kernel.tryCall(
            Syscall.OPENAT, AT_FDCWD, path.toString(), OpenFlag.of(O_DIRECTORY, O_CLOEXEC), 0);
    if (fd < 0) {
      return Optional.empty();
    }
    Fd lock = Fd.of(fd);
    if (!Flock.EXCLUSIVE.tryOn(lock)) {
      lock.close();
      return Optional.empty();
    }
    return Optional.of(new ContainerDirectory(path, lock));
  }

  Path path() {
    return path;
  }

  /** A directory that compiled containers cover with memory of their own; made if missing. */
  static Path makeScratch(Path root) {
    Path scratch = root.resolve("scratch");
    makeAll(scratch);
    return scratch;
  }

  /** Writes a small file, readable by all, and returns where. */
  Path write(String name, String content) {
    Path file = path.resolve(name);
    try (Fd fd = Fd.open(file.toString(), O_CREATE_TO_WRITE, 0644)) {
      Kernel.call(Syscall.FCHMOD, fd.number(), 0644);
      fd.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  /** The name that the container was given, if it was. */
  Optional<String> name() {
    return text(path.resolve(NAME_FILE));
  }

  /** Has the directory stay when its container has ended, and when its process was killed. */
  void keep() {
    write(KEPT_FILE, "");
  }

  boolean isKept() {
    return Files.exists(path.resolve(KEPT_FILE));
  }

  /** Notes where its groups will be, so that they are found when nobody else knows any more. */
  void write(Group group) {
    write(
        GROUPS_FILE, String.join("\n", group.directories().stream().map(Path::toString).toList()));
  }

  /**
   * Removes its groups, if it has any and they are not gone yet.
   *
   * @return whether they are gone now
   */
  boolean removeGroups() {
    String own = path.getFileName().toString();
    boolean gone =
        text(path.resolve(GROUPS_FILE)).stream()
            .flatMap(String::lines)
            .map(Path::of)
            .filter(group -> group.endsWith(own)) // whatever became of that file
            .allMatch(GroupRemoval::remove);
    if (gone) {
      FileTree.remove(path.resolve(GROUPS_FILE).toString());
    }
    return gone;
  }

  void write(ContainerRecord record) {
    write(RECORD_FILE, record.encode());
  }

  /** What is known about the container; empty while it is being made. */
  Optional<ContainerRecord> record() {
    return read(path.resolve(RECORD_FILE))
        .map(json -> ContainerRecord.decode(path.getFileName().toString(), json));
  }

  /** Notes which process is its first one. */
  void born(ProcessIdentity process) {
    write(UNFINISHED + PROCESS_FILE, process.toString());
  }

  /** Has others know of it who want to join it: only now is it in the namespaces that it gets. */
  void begun() {
    Kernel.call(
        Syscall.RENAMEAT2,
        AT_FDCWD,
        path.resolve(UNFINISHED + PROCESS_FILE).toString(),
        AT_FDCWD,
        path.resolve(PROCESS_FILE).toString(),
        0);
  }

  /** The first process of a container that runs; empty if it has ended, or is being made. */
  static Optional<ProcessIdentity> processOf(Path path) {
    return text(path.resolve(PROCESS_FILE))
        .flatMap(ProcessIdentity::parse)
        .filter(ProcessIdentity::isAlive);
  }

  /** Notes how its process has ended. */
  void ended(ExitStatus status) {
    write(EXIT_FILE, Integer.toString(status.exitCode()));
  }

  /** A container, whoever holds it; empty if it is being made or removed. */
  static Optional<ContainerState> stateOf(String id, Path path) {
    Optional<ContainerDirectory> dead = ofDead(path);
    try {
      Optional<byte[]> record = read(path.resolve(RECORD_FILE));
      Optional<String> name = text(path.resolve(NAME_FILE));
      Optional<String> code = text(path.resolve(EXIT_FILE));
      return record.map(
          json ->
              new ContainerState(
                  ContainerRecord.decode(id, json),
                  name,
                  dead.isEmpty(),
                  code.map(Integer::parseInt).map(OptionalInt::of).orElse(OptionalInt.empty())));
    } finally {
      dead.ifPresent(ContainerDirectory::close);
    }
  }

  private static Optional<String> text(Path file) {
    return read(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Removes everything. While it has a group whose processes do not end, nobody else would know of
   * that: then the note of it stays, and who finds it removes the rest.
   */
  void delete() {
    if (removeGroups()) {
      FileTree.remove(path.toString());
      return;
    }
    String[] names = path.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (!name.equals(GROUPS_FILE)) {
        FileTree.remove(path.resolve(name).toString());
      }
    }
  }

  /** Gives the lock back; the files stay. */
  @Override
  public void close() {
    lock.close();
  }

  private static void makeAll(Path path) {
    long result = Kernel.tryCall(Syscall.MKDIRAT, AT_FDCWD, path.toString(), LIST_ONLY);
    if (result == -Errno.ENOENT.number() && path.getParent() != null) {
      makeAll(path.getParent());
      makeAll(path);
    } else if (result < 0 && result != -Errno.EEXIST.number()) {
      throw new ErrnoException("mkdir(\"" + path + "\")", Errno.ofResult(result));
    }
  }
}
