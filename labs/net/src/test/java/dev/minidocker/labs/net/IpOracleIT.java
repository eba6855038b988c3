package dev.minidocker.labs.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we list is what ip(8) lists, in a namespace with something of everything. */
@Requires(
    value = Need.NAMESPACES,
    programs = {"ip", "nsenter"})
class IpOracleIT {
  private static final int BRIDGE = 40;
  private static final int PAIRS = 3;

  private final ThreadLocalRandom random = ThreadLocalRandom.current();
  private final String network = "10." + random.nextInt(256) + "." + random.nextInt(256) + ".";
  private Networks networks;
  private Rtnetlink here;

  @BeforeEach
  void configure() {
    networks = new Networks(2);
    here = networks.get(1);
    here.execute(Links.createBridge(NewLink.named("mdbr").withIndex(BRIDGE).switchedOn()));
    for (int i = 0; i < PAIRS; i++) {
      NewLink link = NewLink.named("mdhost" + i).withIndex(50 + i).switchedOn();
      NewLink peer = NewLink.named("mdfar" + i).withIndex(60 + i);
      here.execute(
          Links.createVeth(i == 0 ? link.inBridge(BRIDGE) : link, peer, networks.target(0)));
      here.execute(Links.setMtu(LinkId.of(50 + i), 1280 + random.nextInt(900)));
    }
    here.execute(Links.createVeth(NewLink.named("mdpair"), NewLink.named("mdpeer")));
    networks.get(0).execute(Links.switchOn(LinkId.named("mdfar1")));
    here.execute(Addresses.add(BRIDGE, IpPrefix.parse(network + "1/28")));
    here.execute(Addresses.add(51, IpPrefix.parse(network + "65/26")));
    here.execute(Addresses.add(51, IpPrefix.parse("fd00:" + random.nextInt(9999) + "::1/64")));
    here.execute(Routes.addVia(IpPrefix.all(IpPrefix.AF_INET), IpPrefix.address(network + 2)));
    here.execute(Routes.addOn(IpPrefix.parse("192.168." + random.nextInt(256) + ".0/24"), 52));
    here.execute(Routes.addOn(IpPrefix.parse("fd01::/48"), 52));
    HardwareAddress hardware = HardwareAddress.parse("02:00:00:00:00:77");
    here.execute(Neighbours.add(BRIDGE, IpPrefix.address(network + 3), hardware));
  }

  @AfterEach
  void close() {
    networks.close();
  }

  @Test
  void linksAreThoseOfIp() {
    List<String> ours;
    List<String> theirs;
    do { // a bridge has its carrier some time after its first port
      ours = ourLinks();
      theirs = theirLinks();
    } while (!ours.equals(ourLinks()));
    assertEquals(theirs, ours);
    assertTrue(ours.size() >= PAIRS + 4);
  }

  private List<String> ourLinks() {
    return here.links().stream()
        .map(
            link ->
                String.join(
                    " ",
                    Integer.toString(link.index()),
                    link.name(),
                    shown(link.flags()),
                    Integer.toString(link.mtuBytes()),
                    link.hardware().toString(),
                    link.master().map(this::nameOf).orElse("-")))
        .toList();
  }

  private List<String> theirLinks() {
    return ip("-j", "link")
        .map(
            link ->
                String.join(
                    " ",
                    text(link, "ifindex"),
                    text(link, "ifname"),
                    flags(link),
                    text(link, "mtu"),
                    text(link, "address"),
                    text(link, "master")))
        .toList();
  }

  @Test
  void kindsAndPeersAreThoseOfIp() {
    List<String> ours =
        here.links().stream()
            .map(link -> link.name() + " " + link.kind().orElse("-") + " " + peer(link))
            .toList();
    List<String> theirs =
        ip("-j", "-d", "link")
            .map(
                link ->
                    text(link, "ifname")
                        + " "
                        + Optional.ofNullable(link.getAsJsonObject("linkinfo"))
                            .map(info -> text(info, "info_kind"))
                            .orElse("-")
                        + " "
                        + (link.has("link") ? text(link, "link") : text(link, "link_index")))
            .toList();
    assertEquals(theirs, ours);
  }

  /** ip says the name of a peer that is in the same namespace, and the index of another. */
  private String peer(Link link) {
    return link.peersNamespace().isPresent()
        ? Integer.toString(link.peer().orElseThrow())
        : link.peer().map(this::nameOf).orElse("-");
  }

  @Test
  void addressesAreThoseOfIp() {
    Set<String> ours;
    Set<String> theirs;
    do { // a link gives itself an address of IPv6 some time after it is up
      ours = ourAddresses();
      theirs = theirAddresses();
    } while (!ours.equals(ourAddresses()));
    assertEquals(theirs, ours);
    assertTrue(ours.size() >= 3);
  }

  private Set<String> ourAddresses() {
    return here.addresses().stream()
        .map(address -> nameOf(address.link()) + " " + address.prefix())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> theirAddresses() {
    Set<String> theirs = new TreeSet<>();
    ip("-j", "address")
        .forEach(
            link ->
                link.getAsJsonArray("addr_info").asList().stream()
                    .map(JsonElement::getAsJsonObject)
                    .map(
                        address ->
                            text(link, "ifname")
                                + " "
                                + address(text(address, "local"))
                                + "/"
                                + text(address, "prefixlen"))
                    .forEach(theirs::add));
    return theirs;
  }

  @Test
  void routesAreThoseOfIp() {
    List<String> theirs =
        Stream.concat(ip("-j", "-4", "route"), ip("-j", "-6", "route"))
            .map(
                route ->
                    String.join(
                        " ",
                        destination(text(route, "dst")),
                        route.has("gateway") ? address(text(route, "gateway")) : "-",
                        text(route, "dev"),
                        route.has("metric") ? text(route, "metric") : "0"))
            .sorted()
            .toList();
    List<String> ours =
        here.routes().stream()
            .filter(Route::isInMainTable)
            .map(
                route ->
                    String.join(
                        " ",
                        route.destination().toString(),
                        route.gateway().map(InetAddress::getHostAddress).orElse("-"),
                        nameOf(route.link().orElseThrow()),
                        Long.toString(route.metric())))
            .sorted()
            .toList();
    assertEquals(theirs, ours);
    assertTrue(ours.size() >= 5);
  }

  @Test
  void neighboursAreThoseOfIp() {
    List<String> theirs =
        ip("-j", "neighbour")
            .filter(neighbour -> neighbour.toString().contains("PERMANENT"))
            .map(
                neighbour ->
                    address(text(neighbour, "dst"))
                        + " "
                        + text(neighbour, "dev")
                        + " "
                        + text(neighbour, "lladdr"))
            .toList();
    List<String> ours =
        here.neighbours().stream()
            .filter(Neighbour::isPermanent)
            .map(
                neighbour ->
                    neighbour.address().getHostAddress()
                        + " "
                        + nameOf(neighbour.link())
                        + " "
                        + neighbour.hardware().orElseThrow())
            .toList();
    assertEquals(theirs, ours);
    assertEquals(1, ours.size());
  }

  private String nameOf(int index) {
    return here.links().stream()
        .filter(link -> link.index() == index)
        .map(Link::name)
        .findFirst()
        .orElseThrow();
  }

  private static String shown(Set<LinkFlag> flags) {
    return flags.stream()
        .filter(flag -> flag != LinkFlag.IFF_RUNNING) // ip says NO-CARRIER where it is missing
        .map(flag -> flag.name().substring("IFF_".length()))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static String flags(JsonObject link) {
    return link.getAsJsonArray("flags").asList().stream()
        .map(JsonElement::getAsString)
        .filter(flag -> !flag.equals("NO-CARRIER") && !flag.equals("M-DOWN"))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static String text(JsonObject object, String field) {
    return object.has(field) ? object.get(field).getAsString() : "-";
  }

  private static String address(String text) {
    return IpPrefix.address(text).getHostAddress();
  }

  private static String destination(String text) {
    if (text.equals("default")) {
      return IpPrefix.all(IpPrefix.AF_INET).toString();
    }
    int bits = text.contains(":") ? 128 : 32;
    return IpPrefix.parse(text.contains("/") ? text : text + "/" + bits).toString();
  }

  private Stream<JsonObject> ip(String... args) {
    List<JsonElement> all =
        JsonParser.parseString(networks.run("ip " + String.join(" ", args)))
            .getAsJsonArray()
            .asList();
    return all.stream()
        .map(JsonElement::getAsJsonObject)
        .filter(object -> !object.keySet().isEmpty());
  }
}
