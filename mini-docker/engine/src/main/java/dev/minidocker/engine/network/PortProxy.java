package dev.minidocker.engine.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Passes on to a container what comes to a port of the host by the loopback. */
final class LoopbackProxy {
  private static final int BUFFER_BYTES = 65536;
  private static final Duration IDLE = Duration.ofSeconds(90); // docker's, for UDP

  private LoopbackProxy() {}

  /** Until the socket is closed. */
  static void serve(ServerSocketChannel socket, InetSocketAddress container) {
    start(() -> accept(socket, container));
  }

  private static void accept(ServerSocketChannel socket, InetSocketAddress container) {
    while (socket.isOpen()) {
      try {
        SocketChannel client = socket.accept();
        start(() -> connect(client, container));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        pause(); // no descriptor is free: some client may leave
      }
    }
  }

  private static void connect(SocketChannel client, InetSocketAddress container) {
    try (client;
        SocketChannel server = SocketChannel.open(container)) {
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      server.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Thread back = start(() -> pass(server, client));
      pass(client, server);
      back.join();
    } catch (IOException e) {
      // nobody listens in the container: the client sees its connection end
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until one side has no more to say, or does not listen any more. */
  private static void pass(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try {
      while (from.read(buffer) >= 0) {
        writeAll(to, buffer.flip());
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeBoth(from, to);
    }
  }

  private static void writeAll(ByteChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static void closeBoth(SocketChannel one, SocketChannel other) {
    try (one;
        other) {
      one.shutdownInput();
    } catch (IOException e) {
      // it is closed already
    }
  }

  /** Each client of UDP has a socket of its own, so that answers find back. */
  static void serve(DatagramChannel socket, InetSocketAddress container) {
    Map<SocketAddress, DatagramChannel> clients = new ConcurrentHashMap<>();
    start(
        () -> {
          ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
          while (socket.isOpen()) {
            try {
              buffer.clear();
              SocketAddress client = socket.receive(buffer);
              DatagramChannel server = clients.get(client);
              if (server == null) {
                server = DatagramChannel.open().connect(container);
                clients.put(client, server);
                answer(socket, client, server, clients);
              }
              server.write(buffer.flip());
            } catch (IOException e) {
              // closed, or refused by the container: as with any datagram, the client asks again
            }
          }
          clients.values().forEach(LoopbackProxy::close);
        });
  }

  private static void answer(
      DatagramChannel socket,
      SocketAddress client,
      DatagramChannel server,
      Map<SocketAddress, DatagramChannel> clients) {
    start(
        () -> {
          try (server) {
            byte[] bytes = new byte[BUFFER_BYTES];
            server.socket().setSoTimeout((int) IDLE.toMillis());
            while (server.isOpen()) {
              DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
              server.socket().receive(packet);
              socket.send(ByteBuffer.wrap(bytes, 0, packet.getLength()), client);
            }
          } catch (IOException e) {
            // it was silent for long, or nobody listens
          } finally {
            clients.remove(client);
          }
        });
  }

  private static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a socket", e);
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "port");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
