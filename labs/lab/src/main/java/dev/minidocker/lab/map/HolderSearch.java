package dev.minidocker.lab.map;

import dev.minidocker.linux.proc.MountInfo;
import dev.minidocker.linux.proc.Procfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds all network namespaces that a thread is in, a descriptor refers to, or a mount keeps, in
 * {@code /proc}: namespaces(7). An ordinary user is refused what belongs to others (EACCES), which
 * is counted.
 */
final class HolderSearch {
  private static final Pattern NET = Pattern.compile("net:\\[([0-9]+)]");
  private static final Path PROC = Procfs.HOST.root();

  private final SortedMap<Long, Holders> found = new TreeMap<>();
  private final Set<String> mountNamespaces = new HashSet<>();
  private int refused;

  private HolderSearch() {}

  static HolderSearch search() {
    HolderSearch search = new HolderSearch();
    Procfs.HOST.pids().stream().sorted().forEach(search::addProcess);
    return search;
  }

  /** By the inodes of the namespaces. */
  SortedMap<Long, Holders> found() {
    return found;
  }

  /** How many processes could not be looked at. */
  int refused() {
    return refused;
  }

  /** The namespace that a link of /proc leads to; 0 if it leads to anything else, or is gone. */
  static long inode(Path link) {
    try {
      Matcher net = NET.matcher(Files.readSymbolicLink(link).toString());
      return net.matches() ? Long.parseLong(net.group(1)) : 0;
    } catch (IOException e) {
      return 0; // closed or ended meanwhile
    }
  }

  private void addProcess(long pid) {
    Path directory = PROC.resolve(Long.toString(pid));
    try {
      Files.readSymbolicLink(directory.resolve("ns/net"));
    } catch (AccessDeniedException e) {
      refused++;
      return;
    } catch (IOException e) {
      return; // a zombie has no namespaces, an ended process no directory
    }
    String name = name(directory);
    for (Path task : list(directory.resolve("task"))) {
      Path link = task.resolve("ns/net");
      long inode = inode(link);
      if (inode != 0) {
        holders(inode).addProcess(pid, name, link.toString());
      }
    }
    for (Path descriptor : list(directory.resolve("fd"))) {
      long inode = inode(descriptor);
      if (inode != 0) {
        holders(inode)
            .addDescriptor(pid, name, descriptor.getFileName().toString(), descriptor.toString());
      }
    }
    addMounts(directory);
  }

  private void addMounts(Path directory) {
    try {
      String namespace = Files.readSymbolicLink(directory.resolve("ns/mnt")).toString();
      if (mountNamespaces.contains(namespace)) {
        return;
      }
      for (MountInfo mount : new Procfs.ProcessFiles(directory).mounts()) {
        Matcher net = NET.matcher(mount.root());
        if (mount.type().equals("nsfs") && net.matches()) {
          String path = directory.resolve("root") + mount.mountPoint();
          holders(Long.parseLong(net.group(1))).addMount(mount.mountPoint(), path);
        }
      }
      mountNamespaces.add(namespace);
    } catch (IOException | UncheckedIOException e) {
      return; // it has ended meanwhile; whoever else is in its mount namespace is asked instead
    }
  }

  private Holders holders(long inode) {
    return found.computeIfAbsent(inode, number -> new Holders());
  }

  private static String name(Path directory) {
    try {
      byte[] name = Files.readAllBytes(directory.resolve("comm"));
      return new String(name, StandardCharsets.UTF_8).replaceFirst("\n$", "");
    } catch (IOException e) {
      return "ended";
    }
  }

  private static List<Path> list(Path directory) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // it has ended meanwhile
    }
    return entries;
  }
}
