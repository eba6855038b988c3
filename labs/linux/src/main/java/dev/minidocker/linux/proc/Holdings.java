package dev.minidocker.linux.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what a {@link Snapshot} holds: for each thing a key that is its identity, and a line
 * that describes it.
 */
final class Holdings {
  private static final String FILE = "file ";
  private static final String LINK_PREFIX = "md";
  private static final Path SELF = Procfs.HOST.root().resolve("self");

  private final Map<String, String> found = new TreeMap<>();

  private Holdings() {}

  static Map<String, String> of(List<Path> directories) {
    Holdings holdings = new Holdings();
    holdings.addMounts();
    holdings.addDescriptors();
    holdings.addNamespacesIn(SELF.resolve("task"), "a thread of this process");
    Descendants.ofThisProcess().forEach(holdings::addProcess);
    holdings.addLinks();
    directories.forEach(holdings::addFilesBelow);
    return holdings.found;
  }

  /** Whether {@code key} is a file in a directory that is one of {@code others}. */
  static boolean isInside(String key, Collection<String> others) {
    return key.startsWith(FILE) && others.contains(key.substring(0, key.lastIndexOf('/')));
  }

  private void addMounts() {
    for (MountInfo mount : Procfs.HOST.self().mounts()) {
      String line = "mount " + mount.id() + ": " + mount.type() + " at " + mount.mountPoint();
      found.put(line, line);
      if (mount.type().equals("nsfs")) {
        addNamespace(mount.root(), "the mount at " + mount.mountPoint());
      }
    }
  }

  private void addDescriptors() {
    for (Path descriptor : list(SELF.resolve("fd"))) {
      String target = linkTarget(descriptor);
      if (target.isEmpty() || belongsToTheVirtualMachine(target)) {
        continue;
      }
      String line = "descriptor " + descriptor.getFileName() + ": " + target;
      found.put(line, line);
      addNamespace(target, "descriptor " + descriptor.getFileName());
    }
  }

  /** What a JVM opens when it first needs it, and keeps. */
  private static boolean belongsToTheVirtualMachine(String target) {
    return target.endsWith(".jar")
        || target.startsWith("/tmp/ffi") // memory for native methods
        || target.endsWith(".jsa")
        || target.startsWith(System.getProperty("java.home"))
        || target.equals("/dev/random")
        || target.equals("/dev/urandom")
        || target.matches(".*[/:](lib)?ffi[A-Za-z0-9]* \\(deleted\\)") // code of JNA's, made once
        || target.matches("/proc/[0-9]+/fd"); // the directory being listed just now
  }

  private void addProcess(Descendants.Task process) {
    String line = "process " + process;
    found.put("process " + process.pid() + " since " + process.startTicks(), line);
    addNamespacesIn(Procfs.HOST.process(process.pid()).directory().resolve("task"), line);
  }

  /** The namespaces of every thread in a directory like {@code /proc/PID/task}. */
  private void addNamespacesIn(Path tasks, String holder) {
    for (Path task : list(tasks)) {
      list(task.resolve("ns")).forEach(link -> addNamespace(linkTarget(link), holder));
    }
  }

  private void addNamespace(String target, String holder) {
    if (target.matches("[a-z]+:\\[[0-9]+]") && !target.matches("(pipe|socket|anon_inode):.*")) {
      found.putIfAbsent("namespace " + target, "namespace " + target + ", held by " + holder);
    }
  }

  private void addLinks() {
    Procfs.read(SELF.resolve("net/dev"))
        .lines()
        .map(line -> line.split(":", 2)[0].trim())
        .filter(name -> name.startsWith(LINK_PREFIX))
        .map(name -> "network link " + name)
        .forEach(line -> found.put(line, line));
  }

  private void addFilesBelow(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              return add(path);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              return add(path);
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
              return Files.exists(path) ? add(path) : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException e) {
              return FileVisitResult.CONTINUE; // it may go while it is being read
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileVisitResult add(Path path) {
    found.put(FILE + path, FILE + path);
    return FileVisitResult.CONTINUE;
  }

  /** The entries of a directory of proc; none if what it belongs to has ended, or is another's. */
  private static List<Path> list(Path directory) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return entries;
  }

  private static String linkTarget(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile, or of a zombie, which has no namespaces any more
    }
  }
}
