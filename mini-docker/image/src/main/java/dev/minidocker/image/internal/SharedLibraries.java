package dev.minidocker.image.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the libraries that an executable needs on this host, as ld.so(8) would.
 *
 * <p>The cache of ldconfig(8) is not read but its sources are: {@code /etc/ld.so.conf} and what it
 * includes.
 */
final class SharedLibraries {
  /** Compiled into the dynamic linkers of the distributions; those that exist here are used. */
  private static final List<String> BUILT_IN =
      Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
          .flatMap(triplet -> Stream.of("/lib/" + triplet, "/usr/lib/" + triplet))
          .toList();

  private static final List<String> COMMON =
      List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib");

  private final List<Path> builtIn;
  private final List<Path> configured;

  SharedLibraries() throws IOException {
    this.builtIn =
        Stream.concat(BUILT_IN.stream(), COMMON.stream())
            .map(Path::of)
            .filter(Files::isDirectory)
            .toList();
    List<Path> directories = new ArrayList<>();
    readConfiguration(Path.of("/etc/ld.so.conf"), directories, 0);
    this.configured = List.copyOf(directories);
  }

  /** A library here, and the path at which a linker without a cache finds it. */
  record Found(Path here, Path there) {}

  /** Empty where the host has no such library for this machine. */
  Optional<Found> find(String name, Path user, ElfFile elf) throws IOException {
    if (name.contains("/")) {
      Path literal = Path.of(name);
      return fits(literal, elf) ? Optional.of(new Found(literal, literal)) : Optional.empty();
    }
    Path origin = user.toAbsolutePath().getParent();
    for (String entry : elf.searchPaths()) {
      String directory =
          entry.replace("${ORIGIN}", "$ORIGIN").replace("$ORIGIN", origin.toString());
      Path candidate = Path.of(directory).resolve(name).normalize();
      if (candidate.isAbsolute() && fits(candidate, elf)) {
        return Optional.of(new Found(candidate, candidate));
      }
    }
    return findInDirectories(name, elf);
  }

  private Optional<Found> findInDirectories(String name, ElfFile elf) throws IOException {
    for (Path directory : Stream.concat(configured.stream(), builtIn.stream()).toList()) {
      Path here = directory.resolve(name);
      if (fits(here, elf)) {
        Path there = builtIn.contains(directory) ? here : builtIn.get(0).resolve(name);
        return Optional.of(new Found(here, there));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(Path candidate, ElfFile user) throws IOException {
    return Files.isReadable(candidate)
        && Files.isRegularFile(candidate)
        && ElfFile.read(candidate).filter(elf -> elf.machine() == user.machine()).isPresent();
  }

  private static void readConfiguration(Path file, List<Path> directories, int depth)
      throws IOException {
    if (depth > 8 || !Files.isReadable(file)) {
      return;
    }
    for (String line : Files.readAllLines(file)) {
      String text = line.replaceFirst("#.*", "").strip();
      if (text.startsWith("include ")) {
        Path pattern = file.resolveSibling(text.substring("include ".length()).strip());
        for (Path included : matching(pattern)) {
          readConfiguration(included, directories, depth + 1);
        }
      } else if (text.startsWith("/") && Files.isDirectory(Path.of(text))) {
        directories.add(Path.of(text));
      }
    }
  }

  private static List<Path> matching(Path pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(pattern.getParent())) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(pattern.getParent(), pattern.getFileName().toString())) {
        entries.forEach(found::add);
      }
    }
    found.sort(null);
    return found;
  }
}
