package dev.minidocker.linux.netlink.route;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.nio.ByteBuffer;

/** What a message of rtnetlink carries; {@code include/uapi/linux/rtnetlink.h}. */
public sealed interface RoutePayload
    permits LinkMessage,
        AddressMessage,
        RouteMessage,
        NeighbourMessage,
        QueueMessage,
        NamespaceIdMessage {
  int RTM_NEWLINK = 16;
  int RTM_DELLINK = 17;
  int RTM_GETLINK = 18;
  int RTM_SETLINK = 19;
  int RTM_NEWADDR = 20;
  int RTM_DELADDR = 21;
  int RTM_GETADDR = 22;
  int RTM_NEWROUTE = 24;
  int RTM_DELROUTE = 25;
  int RTM_GETROUTE = 26;
  int RTM_NEWNEIGH = 28;
  int RTM_DELNEIGH = 29;
  int RTM_GETNEIGH = 30;
  int RTM_NEWQDISC = 36;
  int RTM_DELQDISC = 37;
  int RTM_GETQDISC = 38;
  int RTM_NEWNSID = 88;
  int RTM_GETNSID = 90;

  /** The bytes, in the order of the kernel's structure. */
  ByteBuffer encode();

  /** What follows the structure. */
  Attributes attributes();

  /**
   * Decodes the payload of a message of this type.
   *
   * @throws MalformedMessageException if it is too short, its attributes are none, or the type is
   *     none of these
   */
  static RoutePayload decode(int messageType, ByteBuffer payload) {
    return switch (messageType) {
      case RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_SETLINK -> LinkMessage.decode(payload);
      case RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR -> AddressMessage.decode(payload);
      case RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE -> RouteMessage.decode(payload);
      case RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH -> NeighbourMessage.decode(payload);
      case RTM_NEWQDISC, RTM_DELQDISC, RTM_GETQDISC -> QueueMessage.decode(payload);
      case RTM_NEWNSID, RTM_GETNSID -> NamespaceIdMessage.decode(payload);
      default -> throw new MalformedMessageException("no message of rtnetlink: " + messageType);
    };
  }
}
