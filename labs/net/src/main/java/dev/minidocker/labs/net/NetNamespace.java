package dev.minidocker.labs.net;

import static dev.minidocker.linux.MountFlag.MS_NODEV;
import static dev.minidocker.linux.MountFlag.MS_NOEXEC;
import static dev.minidocker.linux.MountFlag.MS_NOSUID;
import static dev.minidocker.linux.MountFlag.MS_RDONLY;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The reference implementation; network_namespaces(7), netdevice(7). */
public final class NetNamespace implements NetMechanism {
  private static final int IFREQ_BYTES = 40;
  private static final int IFR_FLAGS_OFFSET = 16;
  private static final short IFF_UP = 1;
  private static final String SOCKET = "net.socket";

  @Override
  public Program loopbackUp() {
    ByteBuffer ifreq = ByteBuffer.allocate(IFREQ_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ifreq.put("lo".getBytes(StandardCharsets.US_ASCII)).putShort(IFR_FLAGS_OFFSET, IFF_UP);
    return Program.of(
            Step.of(
                    Syscall.SOCKET,
                    Arg.constant("AF_INET", 2),
                    Arg.constant("SOCK_DGRAM|SOCK_CLOEXEC", 2 | 02000000),
                    Arg.constant("IPPROTO_IP", 0))
                .named(SOCKET)
                .because(
                    "any socket will do: the kernel takes it for the name of this network"
                        + " namespace"),
            Step.of(
                    Syscall.IOCTL,
                    Arg.result(SOCKET),
                    Arg.constant("SIOCSIFFLAGS", 0x8914),
                    new Arg.Bytes(ifreq.array(), "{ifr_name=\"lo\", ifr_flags=IFF_UP}"))
                .because("a new network namespace has one interface, and it is down"),
            Descriptors.close(SOCKET).because("it was needed for that one question"))
        .inChapter("net");
  }

  @Override
  public Program openHost(String name) {
    return Program.of(
            Descriptors.openToRead("/proc/self/ns/net")
                .named(name + ".host")
                .because("a descriptor means this network, wherever the process goes"),
            NetlinkProgram.open(name + ".host.socket", NetlinkSocket.NETLINK_ROUTE)
                .because("a netlink socket stays in the network where it was opened"))
        .inChapter("net");
  }

  @Override
  public Program connect(String name, Endpoint endpoint) {
    Program made =
        endpoint.uplink() instanceof Uplink.Bridge bridge
            ? atBridge(name, endpoint, bridge)
            : onWire(name, endpoint, (Uplink.Wire) endpoint.uplink());
    return made.then(
            Descriptors.close(name + ".host")
                .because("the way back is not the container's business"))
        .inChapter("net");
  }

  /** The pair goes with the namespace, and its other end is found by its name. */
  private static Program atBridge(String name, Endpoint endpoint, Uplink.Bridge bridge) {
    NewLink peer = NewLink.named(bridge.outside());
    LinkId inside = LinkId.of(endpoint.inside().index());
    LinkId outside = LinkId.named(bridge.outside());
    List<Request> fromInside = new ArrayList<>();
    fromInside.add(
        Links.createVeth(
            endpoint.inside().switchedOn(), peer, new TargetNamespace.OpenedBy(name + ".host")));
    List<Request> fromOutside = new ArrayList<>();
    bridge
        .mtuBytes()
        .ifPresent(
            mtu -> {
              fromInside.add(Links.setMtu(inside, mtu));
              fromOutside.add(Links.setMtu(outside, mtu));
            });
    fromInside.addAll(settings(endpoint));
    fromOutside.add(Links.enslave(outside, bridge.bridge()));
    if (bridge.reflects()) {
      fromOutside.add(Links.reflect(outside));
    }
    fromOutside.add(Links.switchOn(outside));
    return Program.of(openInside(name))
        .then(NetlinkProgram.executeAndClose(name + ".inside.socket", fromInside))
        .then(NetlinkProgram.executeAndClose(name + ".host.socket", fromOutside));
  }

  /** The host is asked, which has the parent; nothing is at the host under any name meanwhile. */
  private static Program onWire(String name, Endpoint endpoint, Uplink.Wire wire) {
    String inside = name + ".inside";
    Request create =
        wire.create(endpoint.inside().switchedOn(), new TargetNamespace.OpenedBy(inside));
    return Program.of(
            Descriptors.openToRead("/proc/self/ns/net")
                .named(inside)
                .because("the new link is to be in here, while its parent stays outside"),
            openInside(name))
        .then(NetlinkProgram.executeAndClose(name + ".host.socket", List.of(create)))
        .then(NetlinkProgram.executeAndClose(name + ".inside.socket", settings(endpoint)))
        .then(Descriptors.close(inside).because("it was only to name the place"));
  }

  private static Step openInside(String name) {
    return NetlinkProgram.open(name + ".inside.socket", NetlinkSocket.NETLINK_ROUTE)
        .because("this one is for the container's own network");
  }

  private static List<Request> settings(Endpoint endpoint) {
    int inside = endpoint.inside().index();
    List<Request> all = new ArrayList<>();
    endpoint.addresses().forEach(address -> all.add(Addresses.add(inside, address)));
    endpoint.gateways().forEach(gateway -> all.add(Routes.addToEverywhere(gateway, inside)));
    return all;
  }

  @Override
  public Program mountSys(boolean readOnly) {
    Set<MountFlag> flags = EnumSet.of(MS_NOSUID, MS_NODEV, MS_NOEXEC);
    if (readOnly) {
      flags.add(MS_RDONLY);
    }
    return Program.of(
            Nodes.directory("/sys", 0555)
                .tolerating(Errno.EEXIST)
                .because("an image may lack the mount point"),
            Descriptors.openWithoutLinks("/sys")
                .named("sys.place")
                .because("an image may have a link here, which leads anywhere"),
            Descriptors.close("sys.place").because("it was only to see"),
            Mounts.mount("sysfs", "/sys", "sysfs", null, flags.toArray(MountFlag[]::new))
                .because("a sysfs mounted from inside shows this namespace's network devices"))
        .inChapter("net");
  }
}
