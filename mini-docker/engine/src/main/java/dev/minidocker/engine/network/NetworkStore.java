package dev.minidocker.engine.network;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

  NetworkStore(Path root) {
    this.directory = root.resolve("networks");
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

  Optional<Network> find(String name) {
    Path file = directory.resolve(name).resolve(DESCRIPTION);
    try {
      return Optional.of(Network.decode(Files.readAllBytes(file), file.toString()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** All networks, in order of their names. */
  List<Network> list() {
    String[] names = directory.toFile().list();
    List<Network> networks = new ArrayList<>();
    Arrays.stream(names == null ? new String[0] : names)
        .filter(name -> !name.startsWith(UNFINISHED))
        .forEach(name -> find(name).ifPresent(networks::add));
    networks.sort(Comparator.comparing(Network::name));
    return networks;
  }

  /** Who has which address of a network. */
  AddressLeases leases(Network network) {
    return new AddressLeases(directory.resolve(network.name()).resolve(ADDRESSES));
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

  void remove(Network network) {
    Path gone = directory.resolve(UNFINISHED + network.id());
    Kernel.call(
        Syscall.RENAMEAT2,
        AT_FDCWD,
        directory.resolve(network.name()).toString(),
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
