package dev.minidocker.labs.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.netlink.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links on links are what ip(8) and bridge(8) say that they are. */
@Requires(
    value = Need.NAMESPACES,
    programs = {"ip", "bridge", "nsenter"})
class StackedLinksOracleIT {
  private static final int PARENT = 70;
  private static final int OTHER = 71;
  private static final int TUNNEL = 72;

  private final ThreadLocalRandom random = ThreadLocalRandom.current();
  private Networks networks;
  private Rtnetlink here;

  @BeforeEach
  void makeParent() {
    networks = new Networks(1);
    here = networks.get(0);
    here.execute(
        Links.createVeth(
            NewLink.named("mdparent").withIndex(PARENT), NewLink.named("mdfar").withIndex(OTHER)));
  }

  @AfterEach
  void close() {
    networks.close();
  }

  @Test
  @Requires(Need.MACVLAN)
  void aMacvlanStandsOnItsParentInItsMode() {
    for (MacvlanMode mode : List.of(MacvlanMode.PRIVATE, MacvlanMode.VEPA, MacvlanMode.BRIDGE)) {
      NewLink link = NewLink.named("md" + random.nextInt(1 << 20));
      here.execute(StackedLinks.createMacvlan(link, PARENT, mode));
      assertStands(link, "macvlan", mode);
    }
    here.execute(StackedLinks.createMacvlan(NewLink.named("mdalone"), OTHER, MacvlanMode.PASSTHRU));
    assertRefused(
        Errno.EINVAL,
        () ->
            here.execute(
                StackedLinks.createMacvlan(NewLink.named("md2"), OTHER, MacvlanMode.BRIDGE)));
  }

  @Test
  @Requires(Need.IPVLAN)
  void anIpvlanStandsOnItsParentInItsMode() {
    for (IpvlanMode mode : IpvlanMode.values()) {
      NewLink link = NewLink.named("md" + random.nextInt(1 << 20));
      here.execute(StackedLinks.createIpvlan(link, PARENT, mode));
      assertStands(link, "ipvlan", mode);
      here.execute(Links.delete(LinkId.named(link.name())));
    }
  }

  /** Names count where the link is, so that the host's own are no hindrance. */
  @Test
  @Requires(Need.MACVLAN)
  void aMacvlanIsInAnotherNamespaceFromTheBeginning() {
    assertArrives(
        "macvlan",
        (link, there) -> StackedLinks.createMacvlan(link, PARENT, MacvlanMode.PRIVATE, there));
  }

  @Test
  @Requires(Need.IPVLAN)
  void anIpvlanIsInAnotherNamespaceFromTheBeginning() {
    assertArrives(
        "ipvlan", (link, there) -> StackedLinks.createIpvlan(link, PARENT, IpvlanMode.L3, there));
  }

  private static void assertArrives(
      String kind, BiFunction<NewLink, TargetNamespace, Request> creation) {
    try (Networks two = new Networks(2)) {
      Rtnetlink host = two.get(0);
      host.execute(
          Links.createVeth(
              NewLink.named("eth0").withIndex(PARENT), NewLink.named("mdfar").withIndex(OTHER)));
      int before = host.links().size();
      NewLink link = NewLink.named("eth0").withIndex(1 << 30);
      host.execute(creation.apply(link, two.target(1)));
      JsonObject seen =
          JsonParser.parseString(two.run("ip -j -d link show eth0"))
              .getAsJsonArray()
              .get(0)
              .getAsJsonObject();
      assertEquals(1 << 30, seen.get("ifindex").getAsInt());
      assertEquals(PARENT, seen.get("link_index").getAsInt());
      assertEquals(kind, seen.getAsJsonObject("linkinfo").get("info_kind").getAsString());
      assertEquals(before, host.links().size());
    }
  }

  @Test
  @Requires(Need.MACVLAN)
  void aParentThatCannotBeOneIsNamedAsTheReason() {
    here.execute(Links.createBridge(NewLink.named("mdbridge").withIndex(TUNNEL)));
    here.execute(Links.enslave(LinkId.of(OTHER), TUNNEL));
    NewLink link = NewLink.named("md1");
    ErrnoException busy =
        assertThrows(
            ErrnoException.class,
            () -> here.execute(StackedLinks.createMacvlan(link, OTHER, MacvlanMode.BRIDGE)));
    assertEquals(Errno.EBUSY, busy.errno());
    assertTrue(busy.getMessage().contains("a port of a bridge"), busy::getMessage);
    ErrnoException loopback =
        assertThrows(
            ErrnoException.class,
            () -> here.execute(StackedLinks.createMacvlan(link, 1, MacvlanMode.BRIDGE)));
    assertEquals(Errno.EINVAL, loopback.errno());
    assertTrue(loopback.getMessage().contains("the loopback"), loopback::getMessage);
  }

  @Test
  void aPortOfABridgeReflectsWhatComesByItIfItIsTold() {
    LinkId port = LinkId.of(OTHER);
    assertRefused(Errno.EOPNOTSUPP, () -> here.execute(Links.reflect(port)));
    here.execute(Links.createBridge(NewLink.named("mdbridge").withIndex(TUNNEL)));
    here.execute(Links.enslave(port, TUNNEL));
    for (boolean reflects : List.of(false, true)) {
      JsonObject seen = details("mdfar").getAsJsonObject("linkinfo");
      assertEquals("bridge", seen.get("info_slave_kind").getAsString());
      JsonObject data = seen.getAsJsonObject("info_slave_data");
      assertEquals(reflects, data.get("hairpin").getAsBoolean(), seen::toString);
      here.execute(Links.reflect(port));
    }
  }

  private void assertStands(NewLink link, String kind, Enum<?> mode) {
    JsonObject theirs = details(link.name());
    assertEquals("mdparent", theirs.get("link").getAsString());
    JsonObject info = theirs.getAsJsonObject("linkinfo");
    assertEquals(kind, info.get("info_kind").getAsString());
    assertEquals(
        mode.name().toLowerCase(Locale.ROOT),
        info.getAsJsonObject("info_data").get("mode").getAsString());
  }

  @Test
  @Requires(Need.VXLAN)
  void aTunnelIsWhatWasAskedFor() {
    for (int i = 0; i < 20; i++) {
      boolean six = random.nextBoolean();
      String local = six ? "fd00::" + random.nextInt(1, 9999) : "10.1.1." + random.nextInt(1, 255);
      Vxlan tunnel =
          new Vxlan(
              random.nextInt(1 << 24),
              IpPrefix.address(local),
              random.nextInt(1, 65536),
              random.nextBoolean(),
              random.nextBoolean());
      here.execute(StackedLinks.createVxlan(NewLink.named("mdtunnel"), tunnel));
      JsonObject data =
          details("mdtunnel").getAsJsonObject("linkinfo").getAsJsonObject("info_data");
      assertEquals(tunnel.id(), data.get("id").getAsInt());
      assertEquals(local, data.get(six ? "local6" : "local").getAsString());
      assertEquals(tunnel.port(), data.get("port").getAsInt());
      assertEquals(tunnel.learning(), data.get("learning").getAsBoolean());
      assertEquals(tunnel.answering(), data.has("proxy") && data.get("proxy").getAsBoolean());
      here.execute(Links.delete(LinkId.named("mdtunnel")));
    }
  }

  @Test
  @Requires(Need.VXLAN)
  void whoIsWhereIsWhatBridgeLists() {
    Vxlan tunnel = new Vxlan(random.nextInt(1 << 24), IpPrefix.address("10.0.0.1"), 4789, false);
    here.execute(StackedLinks.createVxlan(NewLink.named("mdtunnel").withIndex(TUNNEL), tunnel));
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      InetAddress host = IpPrefix.address("10.0." + i + "." + random.nextInt(1, 255));
      HardwareAddress container =
          HardwareAddress.parse("02:42:%02x:00:00:%02x".formatted(random.nextInt(256), i));
      here.execute(ForwardingEntries.add(TUNNEL, container, host));
      here.execute(ForwardingEntries.addForAllOthers(TUNNEL, host));
      assertRefused(
          Errno.EEXIST, () -> here.execute(ForwardingEntries.add(TUNNEL, container, host)));
      if (random.nextBoolean()) {
        expected.add(container + " " + host.getHostAddress());
        expected.add("00:00:00:00:00:00 " + host.getHostAddress());
      } else {
        here.execute(ForwardingEntries.remove(TUNNEL, container, host));
        here.execute(ForwardingEntries.removeForAllOthers(TUNNEL, host));
        assertRefused(
            Errno.ENOENT, () -> here.execute(ForwardingEntries.remove(TUNNEL, container, host)));
      }
    }
    Set<String> theirs = new TreeSet<>();
    JsonParser.parseString(networks.run("bridge -j fdb show dev mdtunnel"))
        .getAsJsonArray()
        .asList()
        .stream()
        .map(JsonElement::getAsJsonObject)
        .map(entry -> entry.get("mac").getAsString() + " " + entry.get("dst").getAsString())
        .forEach(theirs::add);
    assertEquals(expected, theirs);
    Set<String> ours = new TreeSet<>();
    here.forwardingEntries().stream()
        .filter(entry -> entry.link() == TUNNEL)
        .map(entry -> entry.hardware() + " " + entry.host().orElseThrow().getHostAddress())
        .forEach(ours::add);
    assertEquals(theirs, ours);
  }

  @Test
  void aTunnelThatCannotBeIsRefusedBeforeTheKernelIsAsked() {
    InetAddress local = IpPrefix.address("10.0.0.1");
    assertThrows(IllegalArgumentException.class, () -> new Vxlan(1 << 24, local, 4789, true));
    assertThrows(IllegalArgumentException.class, () -> new Vxlan(-1, local, 4789, true));
    assertThrows(IllegalArgumentException.class, () -> new Vxlan(1, local, 0, true));
  }

  private static void assertRefused(Errno expected, Runnable request) {
    assertEquals(expected, assertThrows(ErrnoException.class, request::run).errno());
  }

  private JsonObject details(String link) {
    return JsonParser.parseString(networks.run("ip -j -d link show " + link))
        .getAsJsonArray()
        .get(0)
        .getAsJsonObject();
  }
}
