package dev.minidocker.labs.networking.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The name servers that the host asks. Queries and answers pass as they are, byte for byte.
 *
 * @param servers asked in this order, each when the one before does not answer
 * @param patience with each
 */
record Upstream(List<InetSocketAddress> servers, Duration patience) {
  private static final int LARGEST = 65535;

  Upstream {
    servers = List.copyOf(servers);
  }

  /** What a server sends by UDP, or empty if none answers. */
  Optional<byte[]> askByUdp(byte[] query) {
    return servers.stream()
        .map(server -> oneByUdp(server, query))
        .flatMap(Optional::stream)
        .findFirst();
  }

  Optional<byte[]> askByTcp(byte[] query) {
    return servers.stream()
        .map(server -> oneByTcp(server, query))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<byte[]> oneByUdp(InetSocketAddress server, byte[] query) {
    long until = System.nanoTime() + patience.toNanos();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server); // nobody else's packets arrive here
      socket.send(new DatagramPacket(query, query.length));
      DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
      while (true) {
        int millis = (int) Duration.ofNanos(until - System.nanoTime()).toMillis();
        if (millis <= 0) {
          return Optional.empty();
        }
        socket.setSoTimeout(millis);
        socket.receive(packet);
        byte[] answer = Arrays.copyOf(packet.getData(), packet.getLength());
        if (hasSameId(query, answer)) {
          return Optional.of(answer);
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // nobody there, or too late: the next may answer
    }
  }

  private Optional<byte[]> oneByTcp(InetSocketAddress server, byte[] query) {
    try (Socket socket = new Socket()) {
      int millis = (int) patience.toMillis();
      socket.connect(server, millis);
      socket.setSoTimeout(millis);
      send(new DataOutputStream(socket.getOutputStream()), query);
      byte[] answer = receive(new DataInputStream(socket.getInputStream()));
      return Optional.of(answer).filter(bytes -> hasSameId(query, bytes));
    } catch (IOException e) {
      return Optional.empty(); // as above
    }
  }

  private static boolean hasSameId(byte[] query, byte[] answer) {
    return answer.length >= 2 && answer[0] == query[0] && answer[1] == query[1];
  }

  /** A message as TCP has it, behind its length; RFC 1035, 4.2.2. */
  static void send(DataOutputStream to, byte[] message) throws IOException {
    byte[] framed = new byte[message.length + 2];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    to.write(framed); // at once, so that it travels in one packet
    to.flush();
  }

  static byte[] receive(DataInputStream from) throws IOException {
    byte[] message = new byte[from.readUnsignedShort()];
    from.readFully(message);
    return message;
  }
}
