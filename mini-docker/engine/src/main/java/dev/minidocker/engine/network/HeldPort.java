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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A port of the host that belongs to a container: nobody else can have it meanwhile, and the kernel
 * gives it back when this process dies. What comes to it by the loopback, whose packets are not
 * translated, or for a container of an ordinary user, is passed on by {@link PortProxy}.
 */
final class HeldPort implements AutoCloseable {
  private static final Path UNPRIVILEGED = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

  private final Channel socket;
  private final int port;

  private HeldPort(Channel socket, int port) {
    this.socket = socket;
    this.port = port;
  }

  /**
   * Takes the first port that is free.
   *
   * @param host from where the container is reached
   * @throws NetworkException if none is, naming who has it
   */
  static HeldPort take(PortRequest request, InetAddress container, HostNetwork host) {
    int last = request.lastHostPort();
    for (int port = request.firstHostPort(); ; port++) {
      try {
        return open(request, port, new InetSocketAddress(container, request.containerPort()), host);
      } catch (IOException e) {
        requireAllowed(request, port, e);
        if (port >= last || !(e instanceof BindException)) {
          throw refusal(request, port, e);
        }
      }
    }
  }

  private static HeldPort open(
      PortRequest request, int port, InetSocketAddress container, HostNetwork host)
      throws IOException {
    InetSocketAddress here =
        request
            .hostAddress()
            .map(address -> new InetSocketAddress(address, port))
            .orElseGet(() -> new InetSocketAddress(port));
    if (request.protocol() == Protocol.TCP) {
      ServerSocketChannel socket = bound(ServerSocketChannel.open(), here);
      new PortProxy(container, host).serve(socket);
      return new HeldPort(socket, socket.socket().getLocalPort());
    }
    DatagramChannel socket = bound(DatagramChannel.open(), here);
    new PortProxy(container, host).serve(socket);
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

  /** ip_sysctl of the kernel's documentation; EACCES of bind(2). */
  private static void requireAllowed(PortRequest request, int port, IOException e) {
    int first = firstUnprivileged();
    if (port > 0 && port < first && "Permission denied".equals(e.getMessage())) {
      throw new NetworkException(
          "-p "
              + port
              + ": permission denied. Ports below "
              + first
              + " are root's (net.ipv4.ip_unprivileged_port_start). Choose one from there on, such as"
              + " -p "
              + (8000 + port % 1000)
              + ":"
              + request.containerPort(),
          e);
    }
  }

  /** Such a file has to be read at once: Files.readString asks for the first byte alone. */
  private static int firstUnprivileged() {
    try {
      return Integer.parseInt(Files.readAllLines(UNPRIVILEGED).get(0).strip());
    } catch (IOException e) {
      return 1024; // as on kernels without that setting
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
