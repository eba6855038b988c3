package dev.minidocker.linux;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct sockaddr_in} and {@code struct sockaddr_in6}; linux/in.h, linux/in6.h. */
final class SocketAddress {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  /** Enough for both. */
  static final int BYTES = 28;

  private SocketAddress() {}

  static byte[] encode(InetSocketAddress address) {
    boolean version4 = address.getAddress() instanceof Inet4Address;
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
    bytes.putShort((short) (version4 ? AF_INET : AF_INET6)).order(ByteOrder.BIG_ENDIAN);
    bytes.putShort((short) address.getPort()).position(version4 ? 4 : 8);
    return bytes.put(address.getAddress().getAddress()).array();
  }

  static InetSocketAddress decode(byte[] encoded) throws UnknownHostException {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.nativeOrder());
    boolean version4 = bytes.getShort(0) == AF_INET;
    byte[] address = new byte[version4 ? 4 : 16];
    bytes.position(version4 ? 4 : 8).get(address);
    int port = bytes.order(ByteOrder.BIG_ENDIAN).getShort(2) & 0xffff;
    return new InetSocketAddress(InetAddress.getByAddress(address), port);
  }
}
