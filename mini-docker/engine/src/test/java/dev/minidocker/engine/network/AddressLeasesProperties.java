package dev.minidocker.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.ipam.AddressPool;
import dev.minidocker.labs.networking.ipam.IpamException;
import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class AddressLeasesProperties {
  private static final AddressPool POOL =
      AddressPool.of(IpPrefix.parse("10.1.2.0/28"), Optional.empty(), Optional.empty());
  private static final int USABLE = 13; // of sixteen: the network, the gateway, the broadcast

  private Path directory;
  private Path containers;
  private AddressLeases leases;

  @BeforeTry
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("md-leases");
    containers = Files.createDirectory(directory.resolve("containers"));
    leases = new AddressLeases(Files.createDirectory(directory.resolve("links")), containers);
  }

  private String container(int number) {
    Path path = containers.resolve("container" + number);
    assertTrue(path.toFile().isDirectory() || path.toFile().mkdir());
    return path.getFileName().toString();
  }

  @AfterTry
  void removeDirectory() {
    FileTree.remove(directory.toString());
  }

  /** Each number is a container: it comes if it is not there, and goes if it is. */
  @Property(tries = 200)
  void whoeverComesGetsAnAddressThatNobodyHas(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 20) Integer> comingsAndGoings) {
    Map<String, InetAddress> there = new HashMap<>();
    for (int number : comingsAndGoings) {
      String container = container(number);
      if (there.containsKey(container)) {
        leases.giveBack(there.remove(container), container);
      } else if (there.size() == USABLE) {
        assertThrows(IpamException.class, () -> leases.take(POOL, Optional.empty(), container));
      } else {
        InetAddress address = leases.take(POOL, Optional.empty(), container);
        assertTrue(POOL.subnet().contains(address));
        assertFalse(there.containsValue(address));
        there.put(container, address);
      }
      assertEquals(there.size(), leases.all().size());
      there.forEach((owner, address) -> assertEquals(owner, leases.all().get(address)));
    }
  }

  @Property(tries = 50)
  void anAddressThatIsTakenIsRefusedToOthers(@ForAll @IntRange(min = 2, max = 14) int last) {
    Optional<InetAddress> wanted = Optional.of(IpPrefix.address("10.1.2." + last));
    String first = container(1);
    String second = container(2);
    assertEquals(wanted.get(), leases.take(POOL, wanted, first));
    assertThrows(IpamException.class, () -> leases.take(POOL, wanted, second));
    leases.giveBack(wanted.get(), second); // not theirs
    assertEquals(Map.of(wanted.get(), first), leases.all());
  }

  /** Whoever was killed before it could note what it has. */
  @Property(tries = 50)
  void whatSomebodyHasWhoIsGoneIsFree(@ForAll @IntRange(min = 0, max = USABLE) int gone)
      throws IOException {
    for (int i = 0; i < USABLE; i++) {
      leases.take(POOL, Optional.empty(), container(i));
    }
    for (int i = 0; i < gone; i++) {
      Files.delete(containers.resolve(container(i)));
    }
    for (int i = 0; i < gone; i++) {
      leases.take(POOL, Optional.empty(), container(USABLE + i));
    }
    assertThrows(
        IpamException.class, () -> leases.take(POOL, Optional.empty(), container(2 * USABLE)));
    assertEquals(USABLE, leases.living().size());
  }

  @Example
  void nobodyGetsWhatAnotherGetsAtTheSameTime() throws Exception {
    AddressPool large =
        AddressPool.of(IpPrefix.parse("10.8.0.0/20"), Optional.empty(), Optional.empty());
    ConcurrentLinkedQueue<InetAddress> given = new ConcurrentLinkedQueue<>();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      String container = container(i);
      threads[i] =
          new Thread(
              () -> {
                for (int j = 0; j < 100; j++) {
                  given.add(leases.take(large, Optional.empty(), container));
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Set<InetAddress> different = new HashSet<>(given);
    assertEquals(800, given.size());
    assertEquals(800, different.size());
  }
}
