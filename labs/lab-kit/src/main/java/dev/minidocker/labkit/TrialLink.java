package dev.minidocker.labkit;

import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_CREATE;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_EXCL;

import dev.minidocker.linux.Program;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.LinkMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.util.List;
import java.util.Set;

/** Makes a link in a new network namespace, to see whether this kernel has its kind. */
final class TrialLink {
  private static final int PARENT = 100;

  private TrialLink() {}

  /** On one end of a veth pair, which every machine has that can run a container. */
  static Program onParent(String kind) {
    Attributes parent = Attributes.NONE.with(LinkMessage.IFLA_LINK, PARENT);
    return executing(
        List.of(
            create(PARENT, "veth", Attributes.NONE, Attributes.NONE),
            create(0, kind, parent, Attributes.NONE)));
  }

  static Program vxlan() {
    Attributes id = Attributes.NONE.with(LinkMessage.IFLA_VXLAN_ID, 1);
    return executing(List.of(create(0, "vxlan", Attributes.NONE, id)));
  }

  private static Program executing(List<Request> requests) {
    return Program.of(NetlinkProgram.open("trial", NetlinkSocket.NETLINK_ROUTE))
        .then(NetlinkProgram.executeAndClose("trial", requests));
  }

  private static Request create(int index, String kind, Attributes more, Attributes data) {
    Attributes info =
        Attributes.NONE
            .with(LinkMessage.IFLA_INFO_KIND, kind)
            .with(LinkMessage.IFLA_INFO_DATA, data);
    return new Request(
        RoutePayload.RTM_NEWLINK,
        Set.of(NLM_F_CREATE, NLM_F_EXCL),
        new LinkMessage(0, 0, index, 0, 0, more.with(LinkMessage.IFLA_LINKINFO, info)).encode(),
        "RTM_NEWLINK(" + kind + ")");
  }
}
