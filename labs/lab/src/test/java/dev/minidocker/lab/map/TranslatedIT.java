package dev.minidocker.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.lab.map.NamespaceView.TableView;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LeavesNothing;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.BridgeNetwork;
import dev.minidocker.labs.networking.NatTable;
import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.labs.networking.nftables.Protocol;
import dev.minidocker.linux.Fd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the map says of rules is what nft(8) lists. */
@Requires(
    value = Need.NAMESPACES,
    programs = {"nft", "unshare", "nsenter"})
@ExtendWith(LeavesNothing.class)
class TranslatedIT {
  private static final NatTable TABLE = NatTable.named("mini-docker");
  private static final int RULES = 3;

  private final ThreadLocalRandom random = ThreadLocalRandom.current();
  private PlayedNamespace namespace;

  @BeforeEach
  void begin() throws Exception {
    namespace = PlayedNamespace.make();
  }

  @AfterEach
  void end() throws Exception {
    namespace.close();
  }

  @Test
  void everyPublishedPortAndEveryNetworkOfOurTableIsShown() throws Exception {
    List<PublishedPort> ports = new ArrayList<>();
    for (int port = 1; port < 30; port += 1 + random.nextInt(5)) {
      ports.add(port(port));
    }
    IpPrefix subnet = IpPrefix.parse("10." + random.nextInt(256) + ".0.0/16");
    try (Fd open = Fd.open("/proc/" + namespace.pid() + "/ns/net", 0, 0);
        Entrance entrance = Entrance.into(open)) {
      Nftables rules = entrance.rules().orElseThrow();
      rules.commit(TABLE.create());
      rules.commit(
          TABLE.connect(new BridgeNetwork("md0", List.of(subnet), BridgeNetwork.MASQUERADED)));
      rules.commit(TABLE.publish(ports));
    }
    Set<String> expected = new HashSet<>();
    for (String map : List.of("ports4", "ports6", "ports4at", "ports6at")) {
      expected.addAll(listed(map));
    }
    assertEquals(ports.size(), expected.size());
    List<String> shown = shown("inet mini-docker");
    assertEquals(
        expected, shown.stream().filter(text -> text.contains("→")).collect(Collectors.toSet()));
    assertTrue(
        shown.contains("from " + subnet + ": oifname != \"md0\" masquerade"), shown::toString);
  }

  private PublishedPort port(int number) {
    boolean six = random.nextBoolean();
    String address = six ? "fd00:7::" : "10.99.0.";
    return new PublishedPort(
        random.nextBoolean() ? Optional.empty() : Optional.of(IpPrefix.address(address + 1)),
        number,
        IpPrefix.address(address + (2 + random.nextInt(200))),
        1 + random.nextInt(65535),
        random.nextBoolean() ? Protocol.TCP : Protocol.UDP);
  }

  /** The elements of a map as nft writes them, in the words of the map of the machine. */
  private Set<String> listed(String map) throws Exception {
    String all = namespace.run("nft", "-n", "list", "map", "inet", "mini-docker", map);
    Set<String> texts = new HashSet<>();
    String elements =
        all.contains("elements = {") ? all.replaceAll("(?s).*elements = \\{", "") : "";
    for (String element : elements.replaceAll("(?s)}.*", "").split(",", -1)) {
      String words = element.strip();
      if (!words.isEmpty()) {
        texts.add(
            words
                .replaceFirst("^(\\S+) \\. (\\S+) \\. (\\S+) : ", "$2 port $3 of $1 → ")
                .replaceFirst("^(\\S+) \\. (\\S+) : ", "$1 port $2 → ")
                .replaceFirst(" \\. (\\S+)$", " port $1")
                .replaceFirst("^6 port", "tcp port")
                .replaceFirst("^17 port", "udp port"));
      }
    }
    return texts;
  }

  @Test
  void ofOtherTablesTheRulesThatTranslateAreShown() throws Exception {
    namespace.run("nft", "add table ip md");
    namespace.run("nft", "add chain ip md out { type nat hook postrouting priority 100; }");
    namespace.run("nft", "add chain ip md in { type nat hook prerouting priority -100; }");
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < RULES; i++) {
      rules.add("ip saddr 10.%d.0.0/16 oifname != \"md%d\" masquerade".formatted(i, i));
      namespace.run("nft", "add rule ip md out " + rules.get(i));
    }
    namespace.run("nft", "add rule ip md out ip saddr 10.9.9.9 accept");
    String destination = "tcp dport 8080 dnat to 10.0.0.2:80";
    namespace.run("nft", "add rule ip md in " + destination);
    List<String> shown = shown("ip md");
    List<String> expected = new ArrayList<>();
    rules.forEach(rule -> expected.add("out (postrouting): " + rule));
    expected.add("in (prerouting): " + destination);
    assertEquals(expected, shown);
  }

  @Test
  void ofTablesThatOnlyFilterNothingIsShown() throws Exception {
    namespace.run("nft", "add table inet md");
    namespace.run("nft", "add chain inet md c { type filter hook input priority 0; }");
    namespace.run("nft", "add rule inet md c tcp dport 80 drop");
    assertEquals(List.of(), namespace.on(MapReader.read()).translations());
  }

  private List<String> shown(String table) throws Exception {
    return namespace.on(MapReader.read()).translations().stream()
        .filter(view -> view.name().equals(table))
        .findFirst()
        .map(TableView::translations)
        .orElseThrow();
  }
}
