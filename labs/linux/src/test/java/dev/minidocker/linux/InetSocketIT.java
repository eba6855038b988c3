package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Java's own sockets are at the other end. */
class InetSocketIT {
  private static final List<String> LOOPBACKS = List.of("127.0.0.1", "::1");

  private static InetSocket open(boolean tcp, InetAddress address) {
    return InetSocket.open(tcp ? InetSocket.Kind.tcp(address) : InetSocket.Kind.udp(address));
  }

  @Test
  void itConnectsAndPassesBytesBothWays() throws Exception {
    for (String loopback : LOOPBACKS) {
      InetAddress here = InetAddress.getByName(loopback);
      byte[] said = new byte[100_000];
      new Random(1).nextBytes(said);
      try (ServerSocket server = new ServerSocket(0, 1, here);
          InetSocket client = open(true, here).withoutDelay()) {
        client.connect(new InetSocketAddress(here, server.getLocalPort()));
        try (Socket accepted = server.accept()) {
          assertEquals(accepted.getRemoteSocketAddress(), client.local());
          CompletableFuture<byte[]> echo = CompletableFuture.supplyAsync(() -> echoed(accepted));
          ByteBuffer out = ByteBuffer.allocateDirect(said.length).put(said).flip();
          while (out.hasRemaining()) {
            client.write(out);
          }
          client.shutdownOutput();
          ByteBuffer in = ByteBuffer.allocate(said.length + 1);
          while (client.read(in) >= 0) {
            assertTrue(in.hasRemaining());
          }
          assertArrayEquals(said, echo.get());
          assertEquals(ByteBuffer.wrap(said), in.flip());
        }
      }
    }
  }

  private static byte[] echoed(Socket socket) {
    try {
      byte[] heard = socket.getInputStream().readAllBytes();
      socket.getOutputStream().write(heard);
      socket.shutdownOutput();
      return heard;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itAcceptsConnections() throws Exception {
    for (String loopback : LOOPBACKS) {
      InetAddress here = InetAddress.getByName(loopback);
      try (InetSocket server = open(true, here).bind(new InetSocketAddress(here, 0)).listen();
          Socket client = new Socket(here, server.local().getPort());
          InetSocket accepted = server.accept()) {
        client.getOutputStream().write(new byte[] {1, 2, 3});
        client.shutdownOutput();
        ByteBuffer heard = ByteBuffer.allocateDirect(10);
        assertEquals(3, accepted.read(heard));
        assertEquals(-1, accepted.read(heard));
      }
    }
  }

  @Test
  void datagramsComeWithTheirSendersAndAnswersGoThere() throws Exception {
    for (String loopback : LOOPBACKS) {
      InetAddress here = InetAddress.getByName(loopback);
      try (InetSocket server = open(false, here).bind(new InetSocketAddress(here, 0));
          DatagramSocket client = new DatagramSocket(0, here)) {
        client.send(new DatagramPacket(new byte[] {7, 8}, 2, server.local()));
        ByteBuffer heard = ByteBuffer.allocateDirect(10);
        InetSocketAddress sender = server.receive(heard);
        assertEquals(client.getLocalSocketAddress(), sender);
        assertEquals(2, heard.position());
        server.send(new byte[] {9}, sender);
        DatagramPacket answer = new DatagramPacket(new byte[10], 10);
        client.receive(answer);
        assertEquals(1, answer.getLength());
        assertEquals(server.local(), answer.getSocketAddress());
      }
    }
  }

  @Test
  void aRefusalIsTheKernels() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    int free;
    try (ServerSocket before = new ServerSocket(0, 1, here)) {
      free = before.getLocalPort();
    }
    try (InetSocket client = open(true, here)) {
      InetSocketAddress nobody = new InetSocketAddress(here, free);
      assertTrue(
          assertThrows(SocketException.class, () -> client.connect(nobody))
              .getMessage()
              .contains("ECONNREFUSED"));
    }
  }

  @Test
  void whoWaitsIsWokenByTheEndOfPatienceAndByClosing() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    for (boolean tcp : List.of(true, false)) {
      InetSocket socket = open(tcp, here).bind(new InetSocketAddress(here, 0));
      if (tcp) {
        socket.listen();
      }
      socket.patience(Duration.ofMillis(50));
      assertThrows(SocketTimeoutException.class, () -> await(socket, tcp));
      socket.patience(Duration.ofSeconds(60));
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  await(socket, tcp);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Thread.sleep(100);
      socket.close();
      ExecutionException woken =
          assertThrows(ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS));
      assertEquals(ClosedChannelException.class, woken.getCause().getCause().getClass());
      assertThrows(ClosedChannelException.class, () -> await(socket, tcp));
    }
  }

  private static void await(InetSocket socket, boolean tcp) throws IOException {
    if (tcp) {
      socket.accept();
    } else {
      socket.receive(ByteBuffer.allocateDirect(10));
    }
  }
}
