package dev.minidocker.labs.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MessageFlag;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.LinkMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of request refused by the kernel, with what a learner reads then. */
@Requires(Need.NAMESPACES)
class RefusalsIT {
  private static final int UP = 30;
  private static final int DOWN = 31;
  private static final int BRIDGE = 32;
  private static final int SMALL = 33;
  private static final int NOBODY = 999;
  private static final IpPrefix OWN = IpPrefix.parse("10.5.5.1/24");
  private static final IpPrefix FAR = IpPrefix.parse("10.6.0.0/16");

  private Networks networks;
  private Rtnetlink here;

  /** A request, what the kernel answers, and words that help. */
  private record Refusal(Request request, Errno errno, String words) {}

  @BeforeEach
  void configure() {
    networks = new Networks(2);
    here = networks.get(0);
    here.execute(
        Links.createVeth(
            NewLink.named("mdup").withIndex(UP).switchedOn(),
            NewLink.named("mddown").withIndex(DOWN)));
    here.execute(Links.createBridge(NewLink.named("mdbr").withIndex(BRIDGE)));
    here.execute(Links.createBridge(NewLink.named("mdsmall").withIndex(SMALL)));
    here.execute(Links.setMtu(LinkId.of(SMALL), 1000));
    here.execute(Addresses.add(UP, OWN));
    here.execute(Routes.addVia(FAR, IpPrefix.address("10.5.5.9")));
    here.execute(Neighbours.add(UP, IpPrefix.address("10.5.5.8"), hardware()));
    networks.get(1).execute(Links.createBridge(NewLink.named("mdup")));
  }

  @AfterEach
  void close() {
    networks.close();
  }

  static Stream<Refusal> refusals() {
    NewLink fresh = NewLink.named("mdnew");
    LinkId up = LinkId.of(UP);
    return Stream.of(
        refused(Links.createBridge(NewLink.named("mdup")), Errno.EEXIST, "ip link del"),
        refused(Links.createVeth(fresh, NewLink.named("mdup")), Errno.EEXIST, "Choose another"),
        refused(Links.createBridge(fresh.withIndex(UP)), Errno.EEXIST, "name or index"),
        refused(
            Links.createVeth(fresh.withIndex(40), NewLink.named("mdp").withIndex(UP)),
            Errno.EBUSY,
            "choose another index"),
        refused(ofKind("mdnone"), Errno.EOPNOTSUPP, "modprobe mdnone"),
        refused(Links.delete(LinkId.named("mdnobody")), Errno.ENODEV, "no such link"),
        refused(Links.switchOn(LinkId.of(NOBODY)), Errno.ENODEV, "no such link"),
        refused(Links.rename(DOWN, "mdup"), Errno.EEXIST, "Choose another"),
        refused(Links.setMtu(up, 10), Errno.EINVAL, "The kernel says: mtu"),
        refused(Links.enslave(LinkId.of(BRIDGE), BRIDGE), Errno.ELOOP, "veth pair"),
        refused(Links.enslave(up, DOWN), Errno.EOPNOTSUPP, "cannot do that"),
        refused(Addresses.add(UP, OWN), Errno.EEXIST, "has this address already"),
        refused(Addresses.add(SMALL, IpPrefix.parse("fd00::1/64")), Errno.EINVAL, "1280"),
        refused(Addresses.add(NOBODY, OWN), Errno.ENODEV, "no such link"),
        refused(
            Addresses.remove(UP, IpPrefix.parse("10.9.9.9/24")), Errno.EADDRNOTAVAIL, "ip address"),
        refused(Routes.addVia(FAR, IpPrefix.address("10.5.5.7")), Errno.EEXIST, "There is a route"),
        refused(
            Routes.addVia(IpPrefix.parse("10.7.0.0/16"), IpPrefix.address("10.8.0.1")),
            Errno.ENETUNREACH,
            "nobody knows the way"),
        refused(Routes.addOn(IpPrefix.parse("10.7.0.0/16"), DOWN), Errno.ENETDOWN, "Switch it on"),
        refused(
            Routes.removeVia(IpPrefix.parse("10.7.0.0/16"), IpPrefix.address("10.5.5.7")),
            Errno.ESRCH,
            "no such route"),
        refused(
            Neighbours.add(UP, IpPrefix.address("10.5.5.8"), hardware()),
            Errno.EEXIST,
            "known already"),
        refused(
            Neighbours.remove(UP, IpPrefix.address("10.5.5.77")),
            Errno.ENOENT,
            "no such neighbour"),
        refused(Queues.release(UP), Errno.ENOENT, "Nothing was put"),
        refused(Queues.release(NOBODY), Errno.ENODEV, "no such link"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsExplained(Refusal refusal) {
    ErrnoException refused =
        assertThrows(ErrnoException.class, () -> here.execute(refusal.request()));
    assertEquals(refusal.errno(), refused.errno(), refused.getMessage());
    assertEquals(refusal.request().text(), refused.call());
    assertTrue(refused.getMessage().contains(refusal.words()), refused.getMessage());
  }

  @Test
  void aNameMayBeTakenWhereALinkMoves() {
    ErrnoException refused =
        assertThrows(
            ErrnoException.class,
            () -> here.execute(Links.move(LinkId.of(UP), networks.target(1))));
    assertEquals(Errno.EEXIST, refused.errno());
  }

  @Test
  void whoeverHasNoCapabilityIsToldWhichAndHowToGetIt() {
    Program program =
        Program.of(
            Credentials.capabilities(Set.of()),
            NetlinkProgram.open("socket", NetlinkSocket.NETLINK_ROUTE));
    try (Sandbox sandbox =
        Sandbox.start(Set.of(NetMechanism.NAMESPACE), program.then(Sandbox.PAUSE))) {
      sandbox.awaitPause();
      try (Fd process = Processes.open(sandbox.pid());
          Rtnetlink there = Rtnetlink.of(process, Report.FD + 1)) {
        ErrnoException refused =
            assertThrows(
                ErrnoException.class,
                () -> there.execute(Links.createBridge(NewLink.named("mdbr"))));
        assertEquals(Errno.EPERM, refused.errno());
        assertTrue(refused.getMessage().contains("CAP_NET_ADMIN"), refused.getMessage());
      }
    }
  }

  @Test
  void aRequestOfAProgramThatIsRefusedIsToldWithItsErrno() {
    List<Request> requests =
        List.of(
            Links.createBridge(NewLink.named("mdone")),
            Links.createBridge(NewLink.named("mdtwo")),
            Links.delete(LinkId.named("mdnobody")),
            Links.createBridge(NewLink.named("mdthree")));
    Program program =
        Program.of(NetlinkProgram.open("socket", NetlinkSocket.NETLINK_ROUTE))
            .then(NetlinkProgram.executeAndClose("socket", requests));
    try (Sandbox sandbox = Sandbox.start(Set.of(NetMechanism.NAMESPACE), program)) {
      ErrnoException refused = assertThrows(ErrnoException.class, sandbox::awaitPause);
      assertEquals(Errno.ENODEV, refused.errno(), refused.getMessage());
      assertTrue(refused.call().contains("RTM_DELLINK(mdnobody)"), refused.call());
    }
  }

  @Test
  void namesThatTheKernelWouldRefuseAreRefusedBefore() {
    for (String name : List.of("", ".", "..", "a/b", "a:b", "a b", "sixteen-bytes-xx")) {
      assertThrows(IllegalArgumentException.class, () -> NewLink.named(name), name);
      Attributes named =
          Attributes.NONE
              .with(LinkMessage.IFLA_IFNAME, name)
              .with(
                  LinkMessage.IFLA_LINKINFO,
                  Attributes.NONE.with(LinkMessage.IFLA_INFO_KIND, "bridge"));
      ErrnoException refused =
          assertThrows(ErrnoException.class, () -> here.execute(create(named)), name);
      assertTrue(Set.of(Errno.EINVAL, Errno.ERANGE).contains(refused.errno()), name);
    }
  }

  private static Refusal refused(Request request, Errno errno, String words) {
    return new Refusal(request, errno, words);
  }

  private static Request ofKind(String kind) {
    return create(
        Attributes.NONE
            .with(LinkMessage.IFLA_IFNAME, "mdnew")
            .with(
                LinkMessage.IFLA_LINKINFO, Attributes.NONE.with(LinkMessage.IFLA_INFO_KIND, kind)));
  }

  private static Request create(Attributes attributes) {
    return new Request(
        RoutePayload.RTM_NEWLINK,
        Set.of(MessageFlag.NLM_F_CREATE, MessageFlag.NLM_F_EXCL),
        new LinkMessage(0, 0, 0, 0, 0, attributes).encode(),
        "RTM_NEWLINK(…)");
  }

  private static HardwareAddress hardware() {
    return HardwareAddress.parse("02:00:00:00:00:08");
  }
}
