package dev.minidocker.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A blocking socket of TCP or UDP, tcp(7), udp(7), that may be one of another network namespace: it
 * stays in the one where it was opened, whoever uses it. Java's own sockets are opened by the
 * thread that makes them, and none can be made of a descriptor.
 *
 * <p>Any thread may close it, which wakes those that wait for it. Methods throw {@link
 * SocketException} with the kernel's answer, and {@link ClosedChannelException} when it is closed.
 */
public final class InetSocket implements ByteChannel {
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 02000000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SHUT_WR = 1;
  private static final int BACKLOG = 128;

  /** Which protocol, over which version of IP. */
  public enum Kind {
    TCP4(true, true),
    TCP6(true, false),
    UDP4(false, true),
    UDP6(false, false);

    private final boolean tcp;
    private final boolean version4;

    Kind(boolean tcp, boolean version4) {
      this.tcp = tcp;
      this.version4 = version4;
    }

    /** TCP to or from this address. */
    public static Kind tcp(InetAddress address) {
      return address instanceof Inet4Address ? TCP4 : TCP6;
    }

    /** UDP to or from this address. */
    public static Kind udp(InetAddress address) {
      return address instanceof Inet4Address ? UDP4 : UDP6;
    }

    private int family() {
      return version4 ? SocketAddress.AF_INET : SocketAddress.AF_INET6;
    }

    private int type() {
      return (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC;
    }
  }

  private final SocketInUse fd;

  private InetSocket(Fd fd) {
    this.fd = new SocketInUse(fd);
  }

  /** Takes over a socket, which another process may have opened. */
  public static InetSocket of(Fd socket) {
    return new InetSocket(socket);
  }

  /** Opens one in the network namespace of this thread; socket(2). */
  public static InetSocket open(Kind kind) {
    return of(Fd.of(Kernel.call(Syscall.SOCKET, kind.family(), kind.type(), 0)));
  }

  /** The same as a step of a program. */
  public static Step opening(Kind kind) {
    return Step.of(
        Syscall.SOCKET,
        Arg.constant(kind.version4 ? "AF_INET" : "AF_INET6", kind.family()),
        Arg.constant(
            kind.tcp ? "SOCK_STREAM|SOCK_CLOEXEC" : "SOCK_DGRAM|SOCK_CLOEXEC", kind.type()),
        Arg.of(0));
  }

  /** bind(2); port 0 has the kernel choose one. */
  public InetSocket bind(InetSocketAddress address) throws IOException {
    ask(Syscall.BIND, SocketAddress.encode(address), SocketAddress.BYTES);
    return this;
  }

  /** listen(2). */
  public InetSocket listen() throws IOException {
    ask(Syscall.LISTEN, BACKLOG);
    return this;
  }

  /** connect(2). */
  public InetSocket connect(InetSocketAddress address) throws IOException {
    ask(Syscall.CONNECT, SocketAddress.encode(address), SocketAddress.BYTES);
    return this;
  }

  /** Its own address and port, getsockname(2). */
  public InetSocketAddress local() throws IOException {
    byte[] address = new byte[SocketAddress.BYTES];
    ask(Syscall.GETSOCKNAME, address, number(SocketAddress.BYTES));
    return SocketAddress.decode(address);
  }

  /** Takes the next connection, accept(2). */
  public InetSocket accept() throws IOException {
    return of(Fd.of(ask(Syscall.ACCEPT4, null, null, SOCK_CLOEXEC)));
  }

  /** How long it waits for something to read, until {@link SocketTimeoutException}. */
  public InetSocket patience(Duration atMost) throws IOException {
    ByteBuffer timeval = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.nativeOrder());
    timeval.putLong(atMost.toSeconds()).putLong(atMost.toNanosPart() / 1000L);
    ask(Syscall.SETSOCKOPT, SOL_SOCKET, SO_RCVTIMEO, timeval.array(), timeval.capacity());
    return this;
  }

  /** Has TCP send at once what there is, TCP_NODELAY. */
  public InetSocket withoutDelay() throws IOException {
    ask(Syscall.SETSOCKOPT, IPPROTO_TCP, TCP_NODELAY, number(1), Integer.BYTES);
    return this;
  }

  /** Receives one datagram into a direct buffer, recvfrom(2); returns who sent it. */
  public InetSocketAddress receive(ByteBuffer into) throws IOException {
    byte[] sender = new byte[SocketAddress.BYTES];
    long count =
        ask(
            Syscall.RECVFROM,
            address(into),
            into.remaining(),
            0,
            sender,
            number(SocketAddress.BYTES));
    requireOpen(); // closing ends the wait like an empty datagram of nobody
    into.position(into.position() + (int) count);
    return SocketAddress.decode(sender);
  }

  /** Sends one datagram, sendto(2). */
  public void send(byte[] datagram, InetSocketAddress receiver) throws IOException {
    byte[] address = SocketAddress.encode(receiver);
    ask(Syscall.SENDTO, datagram, datagram.length, MSG_NOSIGNAL, address, address.length);
  }

  /** Of a connected one; a direct buffer is not copied. */
  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!into.isDirect()) {
      ByteBuffer direct = ByteBuffer.allocateDirect(into.remaining());
      int count = read(direct);
      into.put(direct.flip());
      return count;
    }
    long count = ask(Syscall.RECVFROM, address(into), into.remaining(), 0, null, null);
    into.position(into.position() + (int) count);
    return count == 0 ? -1 : (int) count;
  }

  /** Of a connected one; a direct buffer is not copied. */
  @Override
  public int write(ByteBuffer from) throws IOException {
    if (!from.isDirect()) {
      ByteBuffer direct = ByteBuffer.allocateDirect(from.remaining()).put(from.duplicate());
      int count = write(direct.flip());
      from.position(from.position() + count);
      return count;
    }
    long count = ask(Syscall.SENDTO, address(from), from.remaining(), MSG_NOSIGNAL, null, 0);
    from.position(from.position() + (int) count);
    return (int) count;
  }

  /** Says that no more will come, shutdown(2). */
  public void shutdownOutput() throws IOException {
    ask(Syscall.SHUTDOWN, SHUT_WR);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static long address(ByteBuffer direct) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(direct)) + direct.position();
  }

  private long ask(Syscall call, Object... more) throws IOException {
    List<Object> args = new ArrayList<>();
    args.add(fd.enter());
    args.addAll(Arrays.asList(more));
    long result;
    try {
      result = Kernel.tryCall(call, args.toArray());
    } finally {
      fd.leave();
    }
    if (result >= 0) {
      return result;
    }
    requireOpen();
    Errno errno = Errno.ofResult(result);
    throw errno == Errno.EAGAIN
        ? new SocketTimeoutException(call + ": nothing came in time")
        : new SocketException(call + ": " + errno + " (" + errno.text() + ")");
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public boolean isOpen() {
    return fd.isOpen();
  }

  @Override
  public void close() {
    fd.close();
  }
}
