package dev.minidocker.labs.networking.dns;

import dev.minidocker.linux.InetSocket;
import dev.minidocker.linux.InetSocket.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where queries arrive: an address of UDP and one of TCP, often with different ports. */
public record Sockets(InetSocket udp, InetSocket tcp) implements AutoCloseable {

  /**
   * Opened in the network namespace of this thread.
   *
   * @param address of IPv4
   * @throws IOException if the address is none of this namespace's
   */
  public static Sockets open(InetAddress address) throws IOException {
    return new Sockets(InetSocket.open(Kind.UDP4), InetSocket.open(Kind.TCP4)).at(address);
  }

  /**
   * The same sockets, where queries can come: each at a port that the kernel chooses.
   *
   * @throws IOException if the address is none of their namespace's; they are closed then
   */
  public Sockets at(InetAddress address) throws IOException {
    try {
      udp.bind(new InetSocketAddress(address, 0));
      tcp.bind(new InetSocketAddress(address, 0)).listen();
      return this;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    tcp.close();
    udp.close();
  }
}
