package dev.minidocker.labs.networking.dns;

import dev.minidocker.linux.InetSocket;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The embedded DNS server of a container: it knows the containers of its networks, and passes all
 * other questions on to the servers that the host asks.
 *
 * <p>It belongs to the network namespace in which its sockets were opened, and asks the host's
 * servers from the one that it runs in.
 */
public final class DnsServer implements AutoCloseable {
  private static final int LARGEST_DATAGRAM = 65535;
  static final int MOST_AT_ONCE = 64;
  private static final int MOST_CONNECTIONS = 16; // who is silent there keeps nobody waiting
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int PAUSE_MILLIS = 50;

  private final Sockets sockets;
  private final Responder responder;
  private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          0,
          MOST_AT_ONCE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon(task, "dns query"));

  /** For queries too many: it asks nobody else, so that it is soon free. */
  private final ThreadPoolExecutor lastWorker =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_AT_ONCE),
          task -> daemon(task, "dns known"),
          new ThreadPoolExecutor.DiscardPolicy()); // as with any datagram, the client asks again

  private DnsServer(Sockets sockets, NameTable table, List<InetSocketAddress> upstream) {
    this.sockets = sockets;
    this.responder = new Responder(table, upstream);
  }

  /**
   * Serves until it is closed.
   *
   * @param upstream who is asked for other names; if nobody, these queries fail with SERVFAIL
   */
  public static DnsServer start(
      Sockets sockets, NameTable table, List<InetSocketAddress> upstream) {
    DnsServer server = new DnsServer(sockets, table, upstream);
    daemon(server::serveUdp, "dns udp").start();
    daemon(server::serveTcp, "dns tcp").start();
    return server;
  }

  /** The port of UDP, on the address of its sockets. */
  public int udpPort() {
    return port(sockets.udp());
  }

  /** The one of TCP. */
  public int tcpPort() {
    return port(sockets.tcp());
  }

  private static int port(InetSocket socket) {
    try {
      return socket.local().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException("asking for the port of a DNS server", e);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void serveUdp() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    while (sockets.udp().isOpen()) {
      InetSocketAddress client;
      try {
        client = sockets.udp().receive(buffer.clear());
      } catch (IOException e) {
        continue; // closed, or an answer that a client no longer waited for
      }
      byte[] query = new byte[buffer.flip().remaining()];
      buffer.get(query);
      work(
          () -> responder.byUdp(query).ifPresent(bytes -> send(bytes, client)),
          () ->
              lastWorker.execute(
                  () -> responder.byUdpAlone(query).ifPresent(bytes -> send(bytes, client))));
    }
  }

  private void send(byte[] answer, InetSocketAddress client) {
    try {
      sockets.udp().send(answer, client);
    } catch (IOException e) {
      // as with any datagram, the client asks again
    }
  }

  private void serveTcp() {
    while (sockets.tcp().isOpen()) {
      try {
        InetSocket client = sockets.tcp().accept();
        if (connections.tryAcquire()) {
          work(() -> serve(client), () -> refuse(client));
        } else {
          client.close();
        }
      } catch (IOException e) {
        pause(); // closed, or a client that has gone before, or no descriptor is left for a while
      }
    }
  }

  private void refuse(InetSocket client) {
    connections.release();
    client.close();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** At most so many at once: who asks faster than others answer is told so. */
  private void work(Runnable task, Runnable otherwise) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      otherwise.run();
    }
  }

  private void serve(InetSocket client) {
    try (client) {
      client.patience(IDLE);
      DataInputStream from = new DataInputStream(Channels.newInputStream(client));
      DataOutputStream to = new DataOutputStream(Channels.newOutputStream(client));
      while (true) {
        Optional<byte[]> answer = responder.byTcp(Upstream.receive(from));
        if (answer.isEmpty()) {
          return;
        }
        Upstream.send(to, answer.get());
      }
    } catch (IOException e) {
      return; // the client has gone, or says nothing
    } finally {
      connections.release();
    }
  }

  /** Nobody is answered any more; what is being asked of others is forgotten. */
  @Override
  public void close() {
    workers.shutdownNow();
    lastWorker.shutdownNow();
    sockets.close();
  }
}
