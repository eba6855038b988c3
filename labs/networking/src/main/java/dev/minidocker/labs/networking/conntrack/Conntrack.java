package dev.minidocker.labs.networking.conntrack;

import dev.minidocker.labs.networking.nftables.Family;
import dev.minidocker.labs.networking.nftables.NfnetlinkMessage;
import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.netlink.NetlinkConnection;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.NetlinkTransport;
import dev.minidocker.linux.netlink.Request;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The flows that the kernel remembers in one network namespace. Rules decide about the first packet
 * of a flow only; so whoever changes a rule has to have it forget flows that began before, or they
 * go on as they began.
 *
 * <p>Every method throws {@link ErrnoException} if the kernel refuses; EINVAL where it has no
 * {@code nf_conntrack_netlink}.
 *
 * <p>Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h}.
 */
public final class Conntrack implements AutoCloseable {
  private static final int NFNL_SUBSYS_CTNETLINK = 1;
  private static final int IPCTNL_MSG_CT_GET = NFNL_SUBSYS_CTNETLINK << 8 | 1;
  private static final int IPCTNL_MSG_CT_DELETE = NFNL_SUBSYS_CTNETLINK << 8 | 2;

  private final NetlinkConnection connection;

  public Conntrack(NetlinkTransport transport) {
    this.connection = new NetlinkConnection(transport, Conntrack::remedy);
  }

  /** The network namespace that this JVM is in. */
  public static Conntrack here() {
    return new Conntrack(NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
  }

  /**
   * The network namespace in which a process opened a socket of nfnetlink.
   *
   * @param process a descriptor of it
   * @param socket the socket, as it numbers it
   */
  public static Conntrack of(Fd process, int socket) {
    return new Conntrack(NetlinkSocket.takenFrom(process, socket));
  }

  private static String remedy(Request request, Errno errno) {
    return switch (errno) {
      case EPERM -> "It takes CAP_NET_ADMIN. Run as root.";
      case EINVAL -> "This kernel may have no nf_conntrack_netlink. modprobe nf_conntrack_netlink";
      default -> "";
    };
  }

  /** All flows of IPv4 and IPv6. */
  public List<Flow> flows() {
    ByteBuffer ofAll = NfnetlinkMessage.ofAll(Fields.NONE).encode();
    Request list = new Request(IPCTNL_MSG_CT_GET, Set.of(), ofAll, "list flows");
    return connection.dump(list).stream()
        .map(answer -> Flow.decode(NfnetlinkMessage.decode(answer.payload()).fields()))
        .toList();
  }

  /**
   * Has the next packets of these flows meet the rules as if they were the first.
   *
   * @return how many there were
   */
  public int forget(Predicate<Flow> which) {
    int forgotten = 0;
    for (Flow flow : flows()) {
      if (which.test(flow) && forget(flow)) {
        forgotten++;
      }
    }
    return forgotten;
  }

  /** Whether it was still there. */
  private boolean forget(Flow flow) {
    Family family = flow.asked().destination() instanceof Inet4Address ? Family.IP : Family.IP6;
    ByteBuffer payload = NfnetlinkMessage.of(family, flow.key()).encode();
    try {
      connection.execute(
          new Request(IPCTNL_MSG_CT_DELETE, Set.of(), payload, "forget the flow " + flow));
      return true;
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
