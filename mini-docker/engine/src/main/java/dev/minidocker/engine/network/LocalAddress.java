package dev.minidocker.engine.network;

import dev.minidocker.engine.network.etcd.Etcd;
import dev.minidocker.labs.net.IpPrefix;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Optional;

/** The address by which other hosts reach this one: {@code -o local=ADDRESS}. */
final class LocalAddress {
  private LocalAddress() {}

  /**
   * The one that is asked for, or the one from which packets to etcd come.
   *
   * @throws NetworkException if there is none, or it is not this host's
   */
  static InetAddress check(Etcd etcd, Optional<String> asked, HostBridges host) {
    InetAddress address = asked.map(LocalAddress::parse).orElseGet(() -> towards(etcd));
    if (address.isLoopbackAddress()) {
      throw new NetworkException(
          "driver overlay: "
              + address.getHostAddress()
              + " is the loopback, by which no other host reaches this one. Name another address"
              + " of this host: -o local=ADDRESS");
    } else if (!host.addresses().contains(address)) {
      throw new NetworkException(
          "-o local="
              + address.getHostAddress()
              + ": this host does not have this address; ip address lists those that it has");
    }
    return address;
  }

  private static InetAddress parse(String text) {
    try {
      return IpPrefix.address(text);
    } catch (IllegalArgumentException e) {
      throw new NetworkException("-o local=" + text + ": " + e.getMessage(), e);
    }
  }

  /** To connect UDP sends nothing: the kernel chooses a route, and an address for it. */
  private static InetAddress towards(Etcd etcd) {
    InetSocketAddress there = new InetSocketAddress(etcd.host(), etcd.port());
    if (there.isUnresolved()) {
      throw new NetworkException(
          "-o etcd: the name " + etcd.host() + " is not known here; check it, or write an address");
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(there);
      return socket.getLocalAddress();
    } catch (SocketException | UncheckedIOException e) {
      throw new NetworkException(
          "-o etcd: no route leads to " + there.getAddress().getHostAddress() + ". See ip route",
          e);
    }
  }
}
