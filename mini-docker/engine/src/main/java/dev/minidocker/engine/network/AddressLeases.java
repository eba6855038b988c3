package dev.minidocker.engine.network;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.ipam.AddressPool;
import dev.minidocker.labs.networking.ipam.IpamException;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which container has which address of one network. Each address is a symbolic link to the id of
 * its container: making one is atomic, so no address is given twice, whoever asks at the same time.
 *
 * @param directory of the links
 * @param containers where the directory of each container is, as long as it is there
 */
record AddressLeases(Path directory, Path containers) {
  private static final int AT_FDCWD = -100;
  private static final String LAST = ".last"; // and the version, which no address begins with

  /** As numbers, not as texts. */
  static final Comparator<InetAddress> IN_ORDER =
      Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned);

  /** The addresses that are taken, and the ids of the containers that have them. */
  Map<InetAddress, String> all() {
    Map<InetAddress, String> leases = new TreeMap<>(IN_ORDER);
    for (InetAddress address : taken()) {
      owner(address).ifPresent(id -> leases.put(address, id));
    }
    return leases;
  }

  /** The same without containers that are gone: killed between taking and noting an address. */
  Map<InetAddress, String> living() {
    Map<InetAddress, String> living = all();
    living
        .entrySet()
        .removeIf(
            lease -> {
              boolean gone = !Files.isDirectory(containers.resolve(lease.getValue()));
              if (gone) {
                giveBack(lease.getKey(), lease.getValue());
              }
              return gone;
            });
    return living;
  }

  private Set<InetAddress> taken() {
    String[] names = directory.toFile().list();
    Set<InetAddress> addresses = new HashSet<>();
    for (String name : names == null ? new String[0] : names) {
      if (!name.startsWith(".")) {
        addresses.add(IpPrefix.address(name));
      }
    }
    return addresses;
  }

  /**
   * Gives a container an address.
   *
   * @param wanted the very one that it asks for
   * @throws IpamException if it is taken or of no use, or if none is free
   */
  InetAddress take(AddressPool pool, Optional<InetAddress> wanted, String container) {
    try {
      return taking(pool, wanted, container);
    } catch (IpamException e) {
      int leases = all().size();
      if (living().size() == leases) {
        throw e;
      }
      return taking(pool, wanted, container);
    }
  }

  private InetAddress taking(AddressPool pool, Optional<InetAddress> wanted, String container) {
    Set<InetAddress> taken = taken();
    Path last = directory.resolve(LAST + (pool.subnet().address() instanceof Inet4Address ? 4 : 6));
    while (true) {
      if (wanted.isPresent()) {
        pool.check(wanted.get(), taken);
      }
      InetAddress address = wanted.orElseGet(() -> pool.next(taken, read(last)));
      if (tryTake(address, container)) {
        write(last, address);
        return address;
      }
      taken.add(address); // meanwhile, by somebody else
    }
  }

  /**
   * An address that {@link #take} may give; nothing is taken.
   *
   * @throws IpamException as it does
   */
  InetAddress foresee(AddressPool pool, Optional<InetAddress> wanted) {
    Set<InetAddress> taken = taken();
    wanted.ifPresent(address -> pool.check(address, taken));
    return wanted.orElseGet(() -> pool.next(taken, Optional.empty()));
  }

  private boolean tryTake(InetAddress address, String container) {
    String link = path(address).toString();
    long result = Kernel.tryCall(Syscall.SYMLINKAT, container, AT_FDCWD, link);
    if (result == -Errno.ENOENT.number()) {
      throw new NetworkException("the network has just been removed by somebody else");
    } else if (result < 0 && result != -Errno.EEXIST.number()) {
      throw new ErrnoException(
          "symlinkat(\"" + container + "\", \"" + link + "\")", Errno.ofResult(result));
    }
    return result == 0;
  }

  /** Takes an address back, if the container still has it. */
  void giveBack(InetAddress address, String container) {
    if (owner(address).equals(Optional.of(container))) {
      FileTree.remove(path(address).toString());
    }
  }

  private Path path(InetAddress address) {
    return directory.resolve(address.getHostAddress());
  }

  private Optional<String> owner(InetAddress address) {
    try {
      return Optional.of(Files.readSymbolicLink(path(address)).toString());
    } catch (NoSuchFileException e) {
      return Optional.empty(); // given back meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path(address), e);
    }
  }

  /** Only where the search begins: it does no harm if it is old, or of a crash. */
  private static Optional<InetAddress> read(Path last) {
    try {
      return Optional.of(IpPrefix.address(Files.readString(last)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void write(Path last, InetAddress address) {
    try {
      Files.writeString(last, address.getHostAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + last, e);
    }
  }
}
