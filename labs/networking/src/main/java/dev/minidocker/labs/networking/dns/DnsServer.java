package dev.minidocker.labs.networking.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * The embedded DNS server of a container: it knows the containers of its networks, and passes all
 * other questions on to the servers that the host asks.
 *
 * <p>It belongs to the network namespace in which its sockets were opened, and asks the host's
 * servers from the one that it runs in.
 */
public final class DnsServer implements AutoCloseable {
  private static final int LARGEST_DATAGRAM = 65535;
  private static final int MOST_AT_ONCE = 64;
  private static final int PLAIN_DATAGRAM = 512; // RFC 1035, 4.2.1
  private static final int IDLE_MILLIS = 10_000;
  private static final int PAUSE_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(4); // libc's own is five

  private final Sockets sockets;
  private final NameResolution resolution;
  private final Upstream upstream;
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          0,
          MOST_AT_ONCE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon(task, "dns query"));

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

  private DnsServer(Sockets sockets, NameTable table, List<InetSocketAddress> upstream) {
    this.sockets = sockets;
    this.resolution = new NameResolution(table, new Random());
    this.upstream = new Upstream(upstream, PATIENCE);
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
    return sockets.udp().socket().getLocalPort();
  }

  /** The one of TCP. */
  public int tcpPort() {
    return sockets.tcp().socket().getLocalPort();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void serveUdp() {
    byte[] buffer = new byte[LARGEST_DATAGRAM];
    while (sockets.udp().isOpen()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        sockets.udp().socket().receive(packet);
      } catch (IOException e) {
        continue; // closed, or an answer that a client no longer waited for
      }
      byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
      SocketAddress client = packet.getSocketAddress();
      work(
          () -> answer(query, Transport.UDP).ifPresent(bytes -> send(bytes, client)),
          () -> unanswered(query, Rcode.SERVFAIL).ifPresent(bytes -> send(bytes, client)));
    }
  }

  private void send(byte[] answer, SocketAddress client) {
    try {
      sockets.udp().socket().send(new DatagramPacket(answer, answer.length, client));
    } catch (IOException e) {
      // as with any datagram, the client asks again
    }
  }

  private void serveTcp() {
    while (sockets.tcp().isOpen()) {
      try {
        Socket client = sockets.tcp().accept().socket();
        work(() -> serve(client), () -> close(client));
      } catch (IOException e) {
        pause(); // closed, or a client that has gone before, or no descriptor is left for a while
      }
    }
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

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(IDLE_MILLIS);
      DataInputStream from = new DataInputStream(client.getInputStream());
      DataOutputStream to = new DataOutputStream(client.getOutputStream());
      while (true) {
        Optional<byte[]> answer = answer(Upstream.receive(from), Transport.TCP);
        if (answer.isEmpty()) {
          return;
        }
        Upstream.send(to, answer.get());
      }
    } catch (IOException e) {
      return; // the client has gone, or says nothing
    }
  }

  private static void close(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      return; // it was only to get rid of it
    }
  }

  private enum Transport {
    UDP,
    TCP
  }

  /** Empty for what is no query: answering answers would never end. */
  private Optional<byte[]> answer(byte[] bytes, Transport transport) {
    Message query;
    try {
      query = new Message(bytes);
    } catch (IOException e) {
      return unanswered(bytes, Rcode.FORMERR);
    }
    if (query.getHeader().getFlag(Flags.QR)) {
      return Optional.empty();
    }
    Optional<Message> known = resolution.answer(query);
    if (known.isPresent()) {
      return Optional.of(known.get().toWire(room(query, transport))); // TC says what did not fit
    }
    Optional<byte[]> passedOn =
        transport == Transport.UDP ? upstream.askByUdp(bytes) : upstream.askByTcp(bytes);
    return passedOn.or(() -> unanswered(bytes, Rcode.SERVFAIL));
  }

  /** How long the answer may be. RFC 6891: who can take more than 512 bytes says so. */
  private static int room(Message query, Transport transport) {
    if (transport == Transport.TCP) {
      return LARGEST_DATAGRAM;
    }
    return query.getOPT() == null
        ? PLAIN_DATAGRAM
        : Math.max(PLAIN_DATAGRAM, query.getOPT().getPayloadSize());
  }

  /** Only the header, with a code, if there is enough to name the query by. */
  private static Optional<byte[]> unanswered(byte[] query, int code) {
    if (query.length < 12 || (query[2] & 0x80) != 0) {
      return Optional.empty();
    }
    Message message = new Message(((query[0] & 0xff) << 8) | (query[1] & 0xff));
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.RA);
    message.getHeader().setRcode(code);
    return Optional.of(message.toWire());
  }

  /** Nobody is answered any more; what is being asked of others is forgotten. */
  @Override
  public void close() {
    workers.shutdownNow();
    try {
      try {
        sockets.tcp().close();
      } finally {
        sockets.udp().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("closing the sockets of a DNS server", e);
    }
  }
}
