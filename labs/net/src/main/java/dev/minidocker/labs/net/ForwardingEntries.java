package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_APPEND;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_CREATE;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_EXCL;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MessageFlag;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.NeighbourMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Requests about the forwarding table of a VXLAN: at which host a hardware address is; bridge(8),
 * fdb. All but {@link #list} need CAP_NET_ADMIN.
 */
public final class ForwardingEntries {
  private static final int AF_BRIDGE = 7;

  private ForwardingEntries() {}

  /** Frames to this address go to that host. EEXIST: it is known. */
  public static Request add(int link, HardwareAddress hardware, InetAddress host) {
    return change(
        RoutePayload.RTM_NEWNEIGH, Set.of(NLM_F_CREATE, NLM_F_EXCL), link, hardware, host);
  }

  /**
   * Frames to everybody, and those to nobody known, go to that host too: an entry for the address
   * of all zeros, of which there can be several.
   */
  public static Request addForAllOthers(int link, InetAddress host) {
    Set<MessageFlag> flags = Set.of(NLM_F_CREATE, NLM_F_APPEND);
    return change(RoutePayload.RTM_NEWNEIGH, flags, link, allOthers(), host);
  }

  /** Forgets one. ENOENT: it is not known. */
  public static Request remove(int link, HardwareAddress hardware, InetAddress host) {
    return change(RoutePayload.RTM_DELNEIGH, Set.of(), link, hardware, host);
  }

  /** Forgets what {@link #addForAllOthers} made known. ENOENT: it is not. */
  public static Request removeForAllOthers(int link, InetAddress host) {
    return remove(link, allOthers(), host);
  }

  /** Asks for all, also for what bridges have learned by themselves; needs no capability. */
  public static Request list() {
    return new Request(
        RoutePayload.RTM_GETNEIGH,
        Set.of(),
        new NeighbourMessage(AF_BRIDGE, 0, 0, 0, 0, Attributes.NONE).encode(),
        "RTM_GETNEIGH(AF_BRIDGE)");
  }

  private static HardwareAddress allOthers() {
    return HardwareAddress.of(new byte[HardwareAddress.ETHERNET_BYTES]);
  }

  private static Request change(
      int type, Set<MessageFlag> flags, int link, HardwareAddress hardware, InetAddress host) {
    Attributes entry =
        Attributes.NONE
            .with(NeighbourMessage.NDA_LLADDR, ByteBuffer.wrap(hardware.bytes()))
            .with(NeighbourMessage.NDA_DST, host);
    NeighbourMessage message =
        new NeighbourMessage(
            AF_BRIDGE, link, NeighbourMessage.NUD_PERMANENT, NeighbourMessage.NTF_SELF, 0, entry);
    String name = type == RoutePayload.RTM_NEWNEIGH ? "RTM_NEWNEIGH(" : "RTM_DELNEIGH(";
    return new Request(
        type,
        flags,
        message.encode(),
        name + hardware + " is at " + host.getHostAddress() + " for index " + link + ")");
  }
}
