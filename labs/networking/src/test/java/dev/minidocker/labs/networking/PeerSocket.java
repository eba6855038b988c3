package dev.minidocker.labs.networking;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A socket that belongs to another network namespace, used from here. */
public final class PeerSocket implements AutoCloseable {
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int SOCKADDR_BYTES = 28;

  private final Fd socket;
  private final boolean six;

  /** Somebody at the other end. */
  public record Peer(InetAddress address, int port) {}

  /** What came, and from whom. */
  public record Received(String text, Peer sender) {}

  PeerSocket(Fd socket, boolean six) {
    this.socket = socket;
    this.six = six;
    patience(5_000);
    set(SOL_SOCKET, SO_REUSEADDR, ints(1));
    if (six) {
      set(IPPROTO_IPV6, IPV6_V6ONLY, ints(1));
    }
  }

  /** How long it waits for anything. */
  public PeerSocket patience(int millis) {
    ByteBuffer time = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    time.putLong(millis / 1000).putLong(millis % 1000 * 1000L);
    set(SOL_SOCKET, SO_RCVTIMEO, time.array());
    set(SOL_SOCKET, SO_SNDTIMEO, time.array());
    return this;
  }

  private void set(int level, int option, byte[] value) {
    Kernel.call(Syscall.SETSOCKOPT, socket.number(), level, option, value, value.length);
  }

  private static byte[] ints(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, number).array();
  }

  /** Receives at this port of any address; of TCP, connections. */
  public PeerSocket bind(int port) {
    byte[] any = sockaddr(new byte[six ? 16 : 4], port);
    Kernel.call(Syscall.BIND, socket.number(), any, any.length);
    return this;
  }

  public PeerSocket listen() {
    Kernel.call(Syscall.LISTEN, socket.number(), 16);
    return this;
  }

  /** Nothing, or why not: EINPROGRESS or EAGAIN if nobody answered in time. */
  public Optional<Errno> connect(InetAddress address, int port) {
    byte[] peer = sockaddr(address.getAddress(), port);
    long result = Kernel.tryCall(Syscall.CONNECT, socket.number(), peer, peer.length);
    return result < 0 ? Optional.of(Errno.ofResult(result)) : Optional.empty();
  }

  /** Takes the next connection, which is closed again: who made it. */
  public Peer accept() {
    byte[] peer = new byte[SOCKADDR_BYTES];
    long accepted = Kernel.call(Syscall.ACCEPT4, socket.number(), peer, ints(SOCKADDR_BYTES), 0);
    Fd.of(accepted).close();
    return peer(peer);
  }

  public void send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Kernel.call(Syscall.SENDTO, socket.number(), bytes, bytes.length, 0, null, 0);
  }

  public void sendTo(Peer peer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] address = sockaddr(peer.address().getAddress(), peer.port());
    Kernel.call(Syscall.SENDTO, socket.number(), bytes, bytes.length, 0, address, address.length);
  }

  /** What comes next; nothing if that takes too long. */
  public Optional<Received> receive() {
    byte[] bytes = new byte[2000];
    byte[] sender = new byte[SOCKADDR_BYTES];
    long length =
        Kernel.tryCall(
            Syscall.RECVFROM,
            socket.number(),
            bytes,
            bytes.length,
            0,
            sender,
            ints(SOCKADDR_BYTES));
    return length < 0
        ? Optional.empty()
        : Optional.of(
            new Received(new String(bytes, 0, (int) length, StandardCharsets.UTF_8), peer(sender)));
  }

  /** {@code struct sockaddr_in} or {@code sockaddr_in6}. */
  private byte[] sockaddr(byte[] address, int port) {
    ByteBuffer bytes = ByteBuffer.allocate(SOCKADDR_BYTES).order(ByteOrder.nativeOrder());
    bytes.putShort((short) (six ? 10 : 2)).order(ByteOrder.BIG_ENDIAN).putShort((short) port);
    bytes.position(six ? 8 : 4).put(address);
    return bytes.array();
  }

  private Peer peer(byte[] bytes) {
    int port = ByteBuffer.wrap(bytes).getShort(2) & 0xffff;
    int start = six ? 8 : 4;
    try {
      byte[] address = Arrays.copyOfRange(bytes, start, start + (six ? 16 : 4));
      return new Peer(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
