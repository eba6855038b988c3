package dev.minidocker.engine.network;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.image.ImageException;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The networks of a state directory: {@code networks/NAME} has the network's description, and a
 * directory of its {@link AddressLeases}. A network appears under its name when it is complete, and
 * disappears from it before anything of it is removed.
 */
final class NetworkStore {
  private static final int AT_FDCWD = -100;
  private static final int RENAME_NOREPLACE = 1;
  private static final String UNFINISHED = ".";
  private static final String DESCRIPTION = "network.json";
  private static final String ADDRESSES = "addresses";

  private final Path directory;
  private final Path containers;

  NetworkStore(Path root) {
    this.directory = root.resolve("networks");
    this.containers = root.resolve("containers");
  }

  /** Does something while nobody else changes what networks there are, or makes their bridges. */
  <T> T locked(Supplier<T> action) {
    makeDirectories(directory);
    return FileLock.ofDirectory(directory, action);
  }

  /**
   * Adds a network.
   *
   * @return whether there was none of its name
   */
  boolean add(Network network) {
    Path unfinished = directory.resolve(UNFINISHED + network.id());
    Path path = directory.resolve(network.name());
    makeDirectories(unfinished.resolve(ADDRESSES));
    try {
      Files.write(unfinished.resolve(DESCRIPTION), network.encode());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + unfinished, e);
    }
    long result =
        Kernel.tryCall(
            Syscall.RENAMEAT2,
            AT_FDCWD,
            unfinished.toString(),
            AT_FDCWD,
            path.toString(),
            RENAME_NOREPLACE);
    if (result < 0) {
      FileTree.remove(unfinished.toString());
    }
    if (result < 0 && result != -Errno.EEXIST.number()) {
      throw new ErrnoException("renameat2(\"" + path + "\")", Errno.ofResult(result));
    }
    return result == 0;
  }

  /** A network, if there is one of this name, and its description is whole. */
  Optional<Network> find(String name) {
    return description(name)
        .flatMap(
            json -> {
              try {
                return Optional.of(decode(name, json));
              } catch (ImageException | IllegalArgumentException e) {
                return Optional.empty(); // as isDamaged says
              }
            });
  }

  /** Whether there is a network of this name that somebody has damaged. */
  boolean isDamaged(String name) {
    return description(name).isPresent() && find(name).isEmpty();
  }

  private Optional<byte[]> description(String name) {
    Path file = directory.resolve(name).resolve(DESCRIPTION);
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private Network decode(String name, byte[] json) {
    return Network.decode(json, directory.resolve(name).resolve(DESCRIPTION).toString());
  }

  /** All networks, in order of their names, but those that are damaged. */
  List<Network> list() {
    return names().stream().flatMap(name -> find(name).stream()).toList();
  }

  /** The names of those that somebody has damaged. */
  List<String> damaged() {
    return names().stream().filter(this::isDamaged).toList();
  }

  private List<String> names() {
    String[] names = directory.toFile().list();
    return Arrays.stream(names == null ? new String[0] : names)
        .filter(name -> !name.startsWith(UNFINISHED))
        .sorted()
        .toList();
  }

  /** Who has which address of a network. */
  AddressLeases leases(Network network) {
    return new AddressLeases(directory.resolve(network.name()).resolve(ADDRESSES), containers);
  }

  /** Takes back what addresses a container still has; all of them where none were noted yet. */
  void giveBack(List<ContainerEndpoint> endpoints, String container) {
    for (ContainerEndpoint endpoint : endpoints) {
      Optional<AddressLeases> leases = find(endpoint.network()).map(this::leases);
      for (IpPrefix address : endpoint.addresses()) {
        leases.ifPresent(some -> some.giveBack(address.address(), container));
      }
      if (endpoint.addresses().isEmpty()) {
        leases.ifPresent(some -> some.all().keySet().forEach(one -> some.giveBack(one, container)));
      }
    }
  }

  /** Takes back what addresses a container still has, in whatever network. */
  void giveBackAll(String container) {
    for (Network network : list()) {
      AddressLeases leases = leases(network);
      leases.all().keySet().forEach(address -> leases.giveBack(address, container));
    }
  }

  void remove(String name) {
    Path gone = directory.resolve(UNFINISHED + Ids.random());
    Kernel.call(
        Syscall.RENAMEAT2,
        AT_FDCWD,
        directory.resolve(name).toString(),
        AT_FDCWD,
        gone.toString(),
        0);
    FileTree.remove(gone.toString());
  }

  private static void makeDirectories(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the directory " + path, e);
    }
  }
}
