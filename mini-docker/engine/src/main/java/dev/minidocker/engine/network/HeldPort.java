package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.nftables.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/**
 * A port of the host that belongs to a container: nobody else can have it meanwhile, and the kernel
 * gives it back when this process dies. What comes to it by the loopback, whose packets are not
 * translated, is passed on by {@link LoopbackProxy}.
 */
final class HeldPort implements AutoCloseable {
  private final Channel socket;
  private final int port;

  private HeldPort(Channel socket, int port) {
    this.socket = socket;
    this.port = port;
  }

  /**
   * Takes the first port that is free.
   *
   * @throws NetworkException if none is, naming who has it
   */
  static HeldPort take(PortRequest request, InetAddress container) {
    int last = request.lastHostPort();
    for (int port = request.firstHostPort(); ; port++) {
      try {
        return open(request, port, new InetSocketAddress(container, request.containerPort()));
      } catch (BindException e) {
        if (port >= last) {
          throw refusal(request, port, e);
        }
      } catch (IOException e) {
        throw refusal(request, port, e);
      }
    }
  }

  private static HeldPort open(PortRequest request, int port, InetSocketAddress container)
      throws IOException {
    InetSocketAddress here =
        request
            .hostAddress()
            .map(address -> new InetSocketAddress(address, port))
            .orElseGet(() -> new InetSocketAddress(port));
    if (request.protocol() == Protocol.TCP) {
      ServerSocketChannel socket = bound(ServerSocketChannel.open(), here);
      LoopbackProxy.serve(socket, container);
      return new HeldPort(socket, socket.socket().getLocalPort());
    }
    DatagramChannel socket = bound(DatagramChannel.open(), here);
    LoopbackProxy.serve(socket, container);
    return new HeldPort(socket, socket.socket().getLocalPort());
  }

  private static <T extends NetworkChannel> T bound(T socket, InetSocketAddress here)
      throws IOException {
    try {
      socket.bind(here);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static NetworkException refusal(PortRequest request, int port, IOException e) {
    String where =
        request.hostAddress().map(InetAddress::getHostAddress).orElse("every address")
            + " port "
            + port
            + "/"
            + request.protocol();
    Optional<String> user =
        e instanceof BindException ? PortUser.find(port, request.protocol()) : Optional.empty();
    return new NetworkException(
        user.map(name -> where + " is in use by " + name + ". Choose another with -p, or end it")
            .orElseGet(() -> where + " cannot be had: " + e.getMessage() + ". Choose another"),
        e);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing port " + port, e);
    }
  }
}
