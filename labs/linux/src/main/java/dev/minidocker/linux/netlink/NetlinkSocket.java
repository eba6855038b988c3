package dev.minidocker.linux.netlink;

import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;

/**
 * The real transport: a netlink socket, netlink(7).
 *
 * <p>A socket belongs to the network namespace that it was opened in, whoever uses it, wherever.
 * That is how this JVM acts in other namespaces: a process there opens the socket and this JVM
 * {@linkplain #takenFrom takes} it. No thread of the JVM has to enter a namespace, which without
 * privileges none could, since a namespace's user namespace is closed to a process with threads.
 */
public final class NetlinkSocket implements NetlinkTransport {
  public static final int NETLINK_ROUTE = 0;
  public static final int NETLINK_NETFILTER = 12;

  static final int AF_NETLINK = 16;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 02000000;

  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int MSG_TRUNC = 0x20;
  private static final int SECONDS_TO_ANSWER = 5;

  /** {@code struct sockaddr_nl}: family, padding, port, groups. */
  private static final int ADDRESS_BYTES = 12;

  private static final int PORT_OFFSET = 4;

  /** Twice what the kernel fills at most in a dump. */
  private static final int DATAGRAM_BYTES = 1 << 16;

  private final Fd socket;
  private final int port;

  private NetlinkSocket(Fd socket) {
    this.socket = socket;
    try {
      set(SOL_NETLINK, NETLINK_CAP_ACK, intBytes(1));
      set(SOL_NETLINK, NETLINK_EXT_ACK, intBytes(1));
      byte[] timeval = new byte[2 * Long.BYTES];
      timeval[0] = SECONDS_TO_ANSWER;
      set(SOL_SOCKET, SO_RCVTIMEO, timeval);
      port = bind();
    } catch (ErrnoException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * A socket in the network namespace of the calling thread, {@code socket(AF_NETLINK, SOCK_RAW,
   * protocol)}.
   *
   * @throws ErrnoException EPROTONOSUPPORT if the kernel lacks the protocol
   */
  public static NetlinkSocket open(int protocol) {
    int type = SOCK_RAW | SOCK_CLOEXEC;
    return new NetlinkSocket(Fd.of(Kernel.call(Syscall.SOCKET, AF_NETLINK, type, protocol)));
  }

  /** Takes over a netlink socket, of whatever network namespace. */
  public static NetlinkSocket of(Fd socket) {
    return new NetlinkSocket(socket);
  }

  /**
   * A copy of the netlink socket that another process opened, in its network namespace,
   * pidfd_getfd(2). Linux 5.6.
   *
   * @param process a descriptor of the process; this JVM must be allowed to trace it
   * @param descriptor the socket, as that process numbers it
   * @throws ErrnoException EPERM if this JVM may not trace the process; EBADF if it has no such
   *     descriptor
   */
  public static NetlinkSocket takenFrom(Fd process, int descriptor) {
    return new NetlinkSocket(
        Fd.of(Kernel.call(Syscall.PIDFD_GETFD, process.number(), descriptor, 0)));
  }

  /** Has the kernel choose a port, unless somebody had it do so before. */
  private int bind() {
    byte[] address = new byte[ADDRESS_BYTES];
    address[0] = AF_NETLINK;
    if (ownPort() == 0) {
      Kernel.call(Syscall.BIND, socket.number(), address, address.length);
    }
    return ownPort();
  }

  private int ownPort() {
    byte[] address = new byte[ADDRESS_BYTES];
    Kernel.call(Syscall.GETSOCKNAME, socket.number(), address, intBytes(ADDRESS_BYTES));
    return Wire.view(ByteBuffer.wrap(address)).getInt(PORT_OFFSET);
  }

  private void set(int level, int option, byte[] value) {
    Kernel.call(Syscall.SETSOCKOPT, socket.number(), level, option, value, value.length);
  }

  private static byte[] intBytes(int number) {
    return Wire.allocate(Integer.BYTES).putInt(0, number).array();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void send(ByteBuffer datagram) {
    byte[] bytes = Wire.bytes(datagram);
    Kernel.call(Syscall.SENDTO, socket.number(), bytes, bytes.length, 0, null, 0);
  }

  @Override
  public Datagram receive() {
    byte[] bytes = new byte[DATAGRAM_BYTES];
    byte[] sender = new byte[ADDRESS_BYTES];
    long length =
        Kernel.call(
            Syscall.RECVFROM,
            socket.number(),
            bytes,
            bytes.length,
            MSG_TRUNC,
            sender,
            intBytes(ADDRESS_BYTES));
    if (length > bytes.length) {
      throw new MalformedMessageException(
          "a datagram of " + length + " bytes, of which " + bytes.length + " were kept");
    }
    return new Datagram(
        Wire.view(ByteBuffer.wrap(sender)).getInt(PORT_OFFSET),
        Wire.view(ByteBuffer.wrap(bytes, 0, (int) length)));
  }

  @Override
  public void close() {
    socket.close();
  }
}
