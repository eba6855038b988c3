package dev.minidocker.engine.network;

import dev.minidocker.linux.InetSocket;
import dev.minidocker.linux.InetSocket.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Passes on to a container what comes to a port of the host and is not translated by rules.
 *
 * @param container where it is
 * @param host from where it is reached
 */
record PortProxy(InetSocketAddress container, HostNetwork host) {
  private static final int BUFFER_BYTES = 65536;
  private static final Duration IDLE = Duration.ofSeconds(90); // docker's, for UDP
  private static final int MOST_CLIENTS = 128; // each has a thread and a descriptor

  /** Until the socket is closed. */
  void serve(ServerSocketChannel socket) {
    start(() -> accept(socket));
  }

  private void accept(ServerSocketChannel socket) {
    while (socket.isOpen()) {
      try {
        SocketChannel client = socket.accept();
        start(() -> connect(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        pause(); // no descriptor is free: some client may leave
      }
    }
  }

  private void connect(SocketChannel client) {
    try (client;
        InetSocket server = host.socket(Kind.tcp(container.getAddress()))) {
      server.connect(container).withoutDelay();
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Thread back = start(() -> pass(server, client, client::shutdownOutput));
      pass(client, server, server::shutdownOutput);
      back.join();
    } catch (IOException e) {
      // nobody listens in the container: the client sees its connection end
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is done to a socket when nothing more will be written to it. */
  private interface End {
    void reach() throws IOException;
  }

  /** Until one side has no more to say, or does not listen any more. */
  private static void pass(ByteChannel from, ByteChannel to, End end) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      end.reach();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  /**
   * Each client of UDP has a socket of its own, so that answers find back. Where there are too
   * many, who has been silent for longest is forgotten.
   */
  void serve(DatagramChannel socket) {
    Map<SocketAddress, InetSocket> clients = Collections.synchronizedMap(new Clients());
    start(
        () -> {
          ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
          while (socket.isOpen()) {
            try {
              buffer.clear();
              SocketAddress client = socket.receive(buffer);
              InetSocket server = clients.get(client);
              if (server == null) {
                server =
                    host.socket(Kind.udp(container.getAddress())).connect(container).patience(IDLE);
                clients.put(client, server);
                answer(socket, client, server, clients);
              }
              server.write(buffer.flip());
            } catch (IOException e) {
              // closed, or refused by the container: as with any datagram, the client asks again
            }
          }
          List.copyOf(clients.values()).forEach(InetSocket::close);
        });
  }

  /** In the order in which they were last heard. */
  private static final class Clients extends LinkedHashMap<SocketAddress, InetSocket> {
    private static final long serialVersionUID = 1L;

    Clients() {
      super(MOST_CLIENTS, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<SocketAddress, InetSocket> eldest) {
      if (size() > MOST_CLIENTS) {
        eldest.getValue().close();
      }
      return size() > MOST_CLIENTS;
    }
  }

  private static void answer(
      DatagramChannel socket,
      SocketAddress client,
      InetSocket server,
      Map<SocketAddress, InetSocket> clients) {
    start(
        () -> {
          try (server) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            while (server.isOpen()) {
              server.receive(buffer.clear());
              socket.send(buffer.flip(), client);
            }
          } catch (IOException e) {
            // it was silent for long, or nobody listens
          } finally {
            clients.remove(client, server);
          }
        });
  }

  private static void close(ByteChannel channel) {
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
