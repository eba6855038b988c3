package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.route.LinkMessage;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * One end of a tunnel in which frames travel as the contents of UDP packets; RFC 7348.
 *
 * @param id of the network, 24 bits: only ends with the same one hear each other
 * @param local the address of this host that the packets come from
 * @param port of UDP, at every end the same
 * @param learning whether the sender of a frame is remembered; where all are known beforehand,
 *     nobody needs to be
 * @param answering whether it answers ARP and neighbour solicitations itself, from the neighbours
 *     that were made known on it, so that no such question travels
 */
public record Vxlan(int id, InetAddress local, int port, boolean learning, boolean answering) {
  /** RFC 7348, 5. */
  public static final int USUAL_PORT = 4789;

  private static final int MOST = (1 << 24) - 1;
  private static final int HIGHEST_PORT = 65535;

  public Vxlan {
    if (id < 0 || id > MOST) {
      throw new IllegalArgumentException("a VXLAN's id of " + id + ": it is 0 to " + MOST);
    } else if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("a port of " + port + ": it is 1 to " + HIGHEST_PORT);
    }
  }

  /** One that has the others answer such questions themselves. */
  public Vxlan(int id, InetAddress local, int port, boolean learning) {
    this(id, local, port, learning, false);
  }

  Attributes attributes() {
    int family =
        local instanceof Inet4Address
            ? LinkMessage.IFLA_VXLAN_LOCAL
            : LinkMessage.IFLA_VXLAN_LOCAL6;
    return Attributes.NONE
        .with(LinkMessage.IFLA_VXLAN_ID, id)
        .with(family, local)
        .with(LinkMessage.IFLA_VXLAN_LEARNING, learning)
        .with(LinkMessage.IFLA_VXLAN_PROXY, answering)
        .with(LinkMessage.IFLA_VXLAN_PORT, ByteBuffer.allocate(2).putShort(0, (short) port));
  }

  @Override
  public String toString() {
    return "id " + id + " local " + local.getHostAddress() + " dstport " + port;
  }
}
