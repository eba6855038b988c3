package dev.minidocker.engine.network;

import dev.minidocker.engine.network.etcd.Change;
import dev.minidocker.engine.network.etcd.Condition;
import dev.minidocker.engine.network.etcd.Entry;
import dev.minidocker.engine.network.etcd.Etcd;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.ipam.AddressPool;
import dev.minidocker.linux.ErrnoException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One container in an overlay network: what etcd has of it is of a lease, which is kept alive while
 * it runs, so that whatever ends the container or its host ends that too. Each second it asks who
 * else is there, and tells it to this host's {@link TunnelEnd}. While etcd does not answer, what is
 * known stays in force.
 */
final class OverlayMembership implements Membership {
  private static final int LEASE_SECONDS = 30;
  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(LEASE_SECONDS / 3);
  private static final int SECOND_MILLIS = 1000;

  private final Etcd etcd;
  private final Network network;
  private final InetAddress host;
  private final TunnelEnd tunnel;
  private final String container;
  private final List<String> addresses = new ArrayList<>(); // keys
  private final Thread keeper = new Thread(this::keep, "overlay network");
  private long lease;
  private boolean told; // by this lease
  private Optional<Peer> self = Optional.empty();
  private volatile List<ContainerEndpoint> elsewhere = List.of();

  /**
   * @param host the address of this host's end of the tunnels
   * @param container its id
   */
  OverlayMembership(
      Etcd etcd, Network network, InetAddress host, TunnelEnd tunnel, String container) {
    this.etcd = etcd;
    this.network = network;
    this.host = host;
    this.tunnel = tunnel;
    this.container = container;
    this.lease = etcd.grantLease(LEASE_SECONDS);
  }

  @Override
  public Optional<InetAddress> reserve(AddressPool pool, Optional<InetAddress> wanted) {
    String prefix = SharedNetwork.addresses(network);
    while (true) {
      Set<InetAddress> taken =
          etcd.list(prefix).stream()
              .map(entry -> IpPrefix.address(entry.key().substring(prefix.length())))
              .collect(Collectors.toSet());
      if (wanted.isPresent()) {
        pool.check(wanted.get(), taken);
      }
      InetAddress address = wanted.orElseGet(() -> pool.next(taken, Optional.empty()));
      String key = prefix + address.getHostAddress();
      if (take(key)) {
        addresses.add(key);
        return Optional.of(address);
      }
    }
  }

  private boolean take(String key) {
    return etcd.commit(
        List.of(new Condition.Absent(key)), List.of(new Change.Put(key, container, lease)));
  }

  @Override
  public void announce(ContainerEndpoint endpoint) {
    self = Optional.of(new Peer(host, endpoint));
    tell();
    learn();
    keeper.setDaemon(true);
    keeper.start();
  }

  private void tell() {
    String key = SharedNetwork.endpoints(network) + container;
    etcd.commit(List.of(), List.of(new Change.Put(key, self.orElseThrow().encode(), lease)));
    told = true;
  }

  private void learn() {
    List<Peer> others = new ArrayList<>();
    for (Entry entry : etcd.list(SharedNetwork.endpoints(network))) {
      Peer peer = Peer.decode(entry.value(), entry.key());
      if (!peer.host().equals(host)) {
        others.add(peer);
      }
    }
    tunnel.know(others);
    elsewhere = others.stream().map(Peer::endpoint).toList();
  }

  private void keep() {
    long kept = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(SECOND_MILLIS);
        if (System.nanoTime() - kept > KEEP_NANOS) {
          keepAlive();
          kept = System.nanoTime();
        }
        learn();
      } catch (InterruptedException e) {
        return;
      } catch (NetworkException | ErrnoException e) {
        // what is known stays in force, and the next second may be better
      }
    }
  }

  private void keepAlive() {
    if (!etcd.keepAlive(lease)) { // the host was away for longer
      lease = etcd.grantLease(LEASE_SECONDS);
      told = false;
    }
    if (!told) {
      comeBack();
    }
  }

  /** Who has one of its addresses by now, keeps it, and others do not hear of this container. */
  private void comeBack() {
    boolean whole = true;
    for (String key : addresses) {
      whole &= take(key) || etcd.find(key).filter(this::isOwn).isPresent();
    }
    if (whole) {
      tell();
    }
  }

  private boolean isOwn(Entry entry) {
    return entry.value().equals(container);
  }

  @Override
  public List<ContainerEndpoint> elsewhere() {
    return elsewhere;
  }

  @Override
  public void close() {
    keeper.interrupt();
    try {
      keeper.join();
      etcd.revoke(lease);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (NetworkException e) {
      // nobody keeps the lease alive any more, so that it ends by itself
    }
  }
}
