package dev.minidocker.labs.networking.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;

/** Where queries arrive: an address of UDP and one of TCP, often with different ports. */
public record Sockets(DatagramChannel udp, ServerSocketChannel tcp) {

  /**
   * Opened in the network namespace of this thread.
   *
   * @throws IOException if the address is none of this namespace's
   */
  public static Sockets open(InetAddress address) throws IOException {
    DatagramChannel udp = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      udp.bind(new InetSocketAddress(address, 0));
      ServerSocketChannel tcp = ServerSocketChannel.open(StandardProtocolFamily.INET);
      try {
        return new Sockets(udp, tcp.bind(new InetSocketAddress(address, 0)));
      } catch (IOException e) {
        tcp.close();
        throw e;
      }
    } catch (IOException e) {
      udp.close();
      throw e;
    }
  }
}
