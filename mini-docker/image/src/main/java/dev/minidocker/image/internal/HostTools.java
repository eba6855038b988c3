package dev.minidocker.image.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Copies the host's own commands into a tree, with the dynamic linker and the libraries that they
 * name.
 *
 * <p>The tree has one directory for commands, {@code usr/bin}; {@code bin}, {@code sbin} and {@code
 * usr/sbin} are links to it, {@code lib} and {@code lib64} to {@code usr/lib} and {@code
 * usr/lib64}.
 */
final class HostTools {
  private static final String COMMANDS = "usr/bin/";

  /** Loaded by name at run time, not named in the C library; without it there are no user names. */
  private static final List<String> LOADED_LATER = List.of("libnss_files.so.2");

  private final RootfsTree tree;
  private final List<Path> directories;
  private final SharedLibraries libraries = new SharedLibraries();
  private final Set<Path> seen = new HashSet<>();

  /**
   * @param path directories to look for commands, separated by colons
   */
  HostTools(RootfsTree tree, String path) throws IOException {
    this.tree = tree;
    this.directories =
        Arrays.stream(path.split(":"))
            .filter(entry -> entry.startsWith("/"))
            .map(Path::of)
            .toList();
    tree.symlink("bin", "usr/bin");
    tree.symlink("sbin", "usr/bin");
    tree.symlink("usr/sbin", "bin");
    tree.symlink("lib", "usr/lib");
    tree.symlink("lib64", "usr/lib64");
    tree.directory("usr/lib", 0755, 0);
    tree.directory("usr/lib64", 0755, 0);
  }

  /** Adds all the commands of busybox, if the host has it. */
  void addBusybox() throws IOException {
    Optional<Path> busybox = find("busybox");
    if (busybox.isPresent() && add("busybox")) {
      for (String applet : BusyboxApplets.of(Files.readAllBytes(busybox.get()))) {
        if (!tree.contains(COMMANDS + applet)) {
          tree.symlink(COMMANDS + applet, "busybox");
        }
      }
    }
  }

  /** Adds one command; false where the host has none of this name that is an ELF executable. */
  boolean add(String command) throws IOException {
    String path = COMMANDS + command;
    Optional<Path> found = find(command);
    if (tree.contains(path)) {
      return true;
    } else if (found.isEmpty() || !addWithLibraries(found.get(), found.get())) {
      return false;
    }
    String real = inTree(found.get());
    if (!real.equals(path)) {
      boolean beside = real.startsWith(COMMANDS) && real.indexOf('/', COMMANDS.length()) < 0;
      tree.symlink(path, beside ? real.substring(COMMANDS.length()) : "/" + real);
    }
    return true;
  }

  private Optional<Path> find(String command) throws IOException {
    for (Path directory : directories) {
      Path candidate = directory.resolve(command);
      if (Files.isRegularFile(candidate)
          && Files.isExecutable(candidate)
          && Files.isReadable(candidate)) {
        return Optional.of(candidate.toRealPath());
      }
    }
    return Optional.empty();
  }

  private boolean addWithLibraries(Path here, Path there) throws IOException {
    Optional<ElfFile> elf = ElfFile.read(here);
    if (elf.isEmpty()) {
      return false;
    }
    String path = inTree(there);
    if (!tree.contains(path)) {
      tree.copy(path, here);
    }
    if (seen.add(here)) {
      addInterpreter(elf.get());
      for (String name : elf.get().needed()) {
        addLibrary(name, here, elf.get());
      }
    }
    return true;
  }

  private void addInterpreter(ElfFile elf) throws IOException {
    if (!elf.interpreter().isEmpty()) {
      Path interpreter = Path.of(elf.interpreter());
      addWithLibraries(interpreter, interpreter);
      for (String name : LOADED_LATER) {
        addLibrary(name, interpreter, elf);
      }
    }
  }

  private void addLibrary(String name, Path user, ElfFile elf) throws IOException {
    Optional<SharedLibraries.Found> library = libraries.find(name, user, elf);
    if (library.isPresent()) {
      addWithLibraries(library.get().here(), library.get().there());
    }
  }

  /** Where a path of the host lies in the tree, whose directories are merged into {@code usr}. */
  private static String inTree(Path path) {
    String relative = path.normalize().toString().substring(1);
    int slash = relative.indexOf('/');
    return switch (slash < 0 ? "" : relative.substring(0, slash)) {
      case "bin", "sbin" -> COMMANDS + relative.substring(slash + 1);
      case "lib", "lib64" -> "usr/" + relative;
      default ->
          relative.startsWith("usr/sbin/")
              ? COMMANDS + relative.substring("usr/sbin/".length())
              : relative;
    };
  }
}
