package dev.minidocker.linux.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A mounted proc file system. Every method throws {@link UncheckedIOException} when the file cannot
 * be read: most often because the process has ended.
 *
 * @param root where it is mounted
 */
public record Procfs(Path root) {

  public static final Procfs HOST = new Procfs(Path.of("/proc"));

  /** The files of one process. */
  public record ProcessFiles(Path directory) {

    /** {@code mountinfo}: the mounts of the process's mount namespace, below its root. */
    public List<MountInfo> mounts() {
      return MountInfo.parseAll(read(directory.resolve("mountinfo")));
    }

    /** {@code status}: who it is and what it may do. */
    public ProcessStatus status() {
      return ProcessStatus.parse(read(directory.resolve("status")));
    }

    /**
     * {@code ns/*}: the namespaces that it is in. Needs the right to trace the process (EACCES); a
     * zombie is in none.
     */
    public Namespaces namespaces() {
      return Namespaces.in(directory.resolve("ns"));
    }

    /** {@code cgroup}: its group in each hierarchy, seen from the reader's cgroup namespace. */
    public List<CgroupMembership> cgroups() {
      return CgroupMembership.parseAll(read(directory.resolve("cgroup")));
    }

    /** {@code uid_map}: which users of its user namespace are which users of the reader's. */
    public UidMap uidMap() {
      return UidMap.parse(read(directory.resolve("uid_map")));
    }

    /** {@code gid_map}: the same for groups. */
    public UidMap gidMap() {
      return UidMap.parse(read(directory.resolve("gid_map")));
    }
  }

  public ProcessFiles self() {
    return new ProcessFiles(root.resolve("self"));
  }

  public ProcessFiles process(long pid) {
    return new ProcessFiles(root.resolve(Long.toString(pid)));
  }

  /** The process ids of all processes that are visible here, in no particular order. */
  public List<Long> pids() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'))
          .map(Long::valueOf)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's text; bytes that are not UTF-8 become replacement characters. */
  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
