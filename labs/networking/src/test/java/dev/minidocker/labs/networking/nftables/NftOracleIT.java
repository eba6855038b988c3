package dev.minidocker.labs.networking.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.BridgeNetwork;
import dev.minidocker.labs.networking.Hosts;
import dev.minidocker.labs.networking.NatTable;
import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.Foreign;
import dev.minidocker.linux.netlink.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we write is what nft(8) finds, what nft writes is what we list. */
@Requires(
    value = Need.NAMESPACES,
    programs = {"nft", "nsenter"})
class NftOracleIT {
  private static final int RULESETS = 12 * Integer.getInteger("thorough", 1);

  private Hosts hosts;
  private Nftables here;

  @BeforeEach
  void open() {
    hosts = new Hosts(1, 0);
    here = hosts.nftables(0);
  }

  @AfterEach
  void close() {
    here.close();
    hosts.close();
  }

  @Test
  void rulesetsOfOursAreListedByNftAndByUsAlike() {
    for (int i = 0; i < RULESETS; i++) {
      long seed = System.nanoTime();
      RandomRuleset random = new RandomRuleset(new Random(seed));
      Table table = random.table();
      List<Request> changes = new ArrayList<>(random.changes(table));
      here.commit(changes);
      assertAlike("seed " + seed);
      assertEquals(random.expected(), rulesOf(table), "seed " + seed);
      here.commit(List.of(table.changes().delete()));
      assertEquals(List.of(), here.ruleset().tables());
    }
  }

  @Test
  void theTableOfABridgeNetworkIsListedByBothAlike() {
    NatTable nat = NatTable.named("md");
    InetAddress four = IpPrefix.address("10.88.0.2");
    InetAddress six = IpPrefix.address("fd00:88::2");
    Optional<InetAddress> nowhere = Optional.empty();
    List<Request> changes = new ArrayList<>(nat.create());
    changes.addAll(
        nat.connect(network("md0", "10.88.0.0/16", "fd00:88::/64", BridgeNetwork.MASQUERADED)));
    changes.addAll(
        nat.connect(network("md1", "10.89.0.0/24", "fd00:89::/64", BridgeNetwork.INTERNAL)));
    changes.addAll(
        nat.connect(network("md2", "10.90.0.0/31", "fd00:90::/127", BridgeNetwork.ROUTED)));
    changes.addAll(
        nat.publish(
            List.of(
                new PublishedPort(nowhere, 8080, four, 80, Protocol.TCP),
                new PublishedPort(nowhere, 8080, six, 80, Protocol.TCP),
                new PublishedPort(
                    Optional.of(IpPrefix.address("192.0.2.1")), 53, four, 5353, Protocol.UDP),
                new PublishedPort(
                    Optional.of(IpPrefix.address("fd00::1")), 53, six, 5353, Protocol.UDP))));
    here.commit(changes);
    assertAlike("bridge networks");
  }

  private static BridgeNetwork network(
      String bridge, String four, String six, BridgeNetwork.Outside outside) {
    return new BridgeNetwork(bridge, List.of(IpPrefix.parse(four), IpPrefix.parse(six)), outside);
  }

  private List<String> rulesOf(Table table) {
    return here.ruleset().table(table.family(), table.name()).orElseThrow().chains().stream()
        .flatMap(chain -> chain.rules().stream())
        .map(listed -> new RuleText(table.family()).of(listed.rule()))
        .toList();
  }

  private void assertAlike(String message) {
    NftListing theirs = NftListing.of(hosts);
    Ruleset ours = here.ruleset();
    assertSame(theirs.objects(), NftListing.objectsOf(ours), message);
    assertSame(lines(theirs.rules()), lines(NftListing.rulesOf(ours)), message);
    assertEquals(theirs.rules(), NftListing.rulesOf(ours), message);
  }

  private static SortedSet<String> lines(Map<String, List<String>> rules) {
    SortedSet<String> lines = new TreeSet<>();
    rules.forEach((chain, all) -> all.forEach(rule -> lines.add(chain + " " + rule)));
    return lines;
  }

  /** Says only where they differ. */
  private static void assertSame(SortedSet<String> theirs, SortedSet<String> ours, String message) {
    SortedSet<String> missing = new TreeSet<>(theirs);
    missing.removeAll(ours);
    SortedSet<String> surplus = new TreeSet<>(ours);
    surplus.removeAll(theirs);
    assertEquals(String.join("\n", missing), String.join("\n", surplus), message);
  }

  @Test
  void rulesetsOfNftAreListedByBothAlike() {
    hosts.run(WRITTEN_BY_NFT, "nft", "-f", "-");
    assertAlike("written by nft");
  }

  @Test
  void whatIsNotKnownHereIsListedAllTheSame() {
    hosts.run(BEYOND_US, "nft", "-f", "-");
    Ruleset ruleset = here.ruleset();
    List<Expression> foreign =
        ruleset.tables().stream()
            .flatMap(table -> table.chains().stream())
            .flatMap(chain -> chain.rules().stream())
            .flatMap(rule -> rule.rule().expressions().stream())
            .filter(Foreign.class::isInstance)
            .toList();
    assertEquals(
        List.of("ct", "limit", "log", "numgen", "objref", "quota"),
        foreign.stream().map(Expression::name).sorted().distinct().toList());
    assertEquals(NftListing.of(hosts).handles(), NftListing.handlesOf(ruleset));
  }

  @Test
  void aRuleThatWasListedCanBeWrittenAgain() {
    hosts.run(WRITTEN_BY_NFT, "nft", "-f", "-");
    Ruleset before = here.ruleset();
    List<Request> again = new ArrayList<>();
    for (Ruleset.ListedTable listed : before.tables()) {
      Changes changes = listed.table().changes();
      for (Ruleset.ListedChain chain : listed.chains()) {
        String name = chain.chain().name();
        again.add(changes.flushChain(name));
        chain.rules().forEach(rule -> again.add(changes.append(name, rule.rule())));
      }
    }
    here.commit(again);
    assertAlike("written again");
    assertEquals(texts(before), texts(here.ruleset()));
    assertTrue(again.size() > 20);
  }

  private static List<List<String>> texts(Ruleset ruleset) {
    return NftListing.rulesOf(ruleset).values().stream()
        .map(rules -> rules.stream().map(rule -> rule.replaceFirst("^[0-9]+: ", "")).toList())
        .toList();
  }

  private static final String WRITTEN_BY_NFT =
      """
      table inet shop {
        comment "of somebody else"
        set hosts { type ipv4_addr; elements = { 10.1.2.3, 10.1.2.4 } }
        set nets { type ipv4_addr; flags interval; elements = { 10.2.0.0/16, 10.9.0.3-10.9.0.7, 255.0.0.0/8 } }
        set nets6 { type ipv6_addr; flags interval; elements = { fd00:1::/32, fe80::1 } }
        set pairs { type ipv4_addr . inet_service; elements = { 10.1.2.3 . 80, 10.1.2.4 . 443 } }
        map doors { type inet_proto . inet_service : ipv4_addr . inet_service; elements = { tcp . 80 : 10.1.2.3 . 8080, udp . 53 : 10.1.2.4 . 5353 } }
        map verdicts { type ifname : verdict; elements = { "md0" : jump side, "md1" : drop, "md2" : accept } }
        chain side {
          tcp dport 22 accept comment "so that we get in"
          return
        }
        chain forward {
          type filter hook forward priority filter; policy drop;
          ct state established,related accept
          ct state invalid drop
          iifname vmap @verdicts
          ip saddr 10.0.0.0/25 oifname "md1" accept
          ip saddr 10.0.0.0/8 accept
          ip6 daddr fd00::/64 accept
          ip saddr @nets drop
          ip saddr != @hosts counter packets 0 bytes 0 drop
          ip saddr . tcp dport @pairs accept
          tcp dport 1000-2000 accept
          udp sport != 53 goto side
          meta mark 0x00000007 return
          meta l4proto tcp reject with tcp reset
          oifname != "md1" reject
        }
        chain pre {
          type nat hook prerouting priority -100; policy accept;
          fib daddr type local dnat ip to meta l4proto . th dport map @doors
          tcp dport 80 dnat ip to 10.1.2.3:8080
          tcp dport 81 dnat ip6 to [fd00::7]:8080
          udp dport 53 redirect to :5353
        }
        chain post {
          type nat hook postrouting priority 100; policy accept;
          ct status dnat masquerade
          ip saddr 10.7.0.0/16 snat ip to 192.0.2.1
          oifname "md9" masquerade random
          meta nfproto ipv6 masquerade
        }
      }
      table ip old {
        chain out {
          type nat hook output priority -100; policy accept;
          ip daddr != 127.0.0.0/8 tcp dport 80 dnat to 10.1.2.3
        }
      }
      """;

  private static final String BEYOND_US =
      """
      table inet shop {
        counter visits { }
        set seen { type ipv4_addr; flags timeout; timeout 1h; }
        set ranges { type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 80-90, 10.1.0.0-10.1.0.9 . 7 } }
        set other { type ether_addr; elements = { 02:00:00:00:00:01 } }
        map catchall { type ipv4_addr : verdict; elements = { 10.0.0.1 : accept, * : drop } }
        chain c {
          type filter hook input priority filter; policy accept;
          limit rate 5/second accept
          log prefix "md-" accept
          quota over 1 mbytes drop
          numgen inc mod 2 == 1 accept
          iifname { "a", "b" } accept
          tcp dport { 80, 443 } counter name "visits" accept
          ct mark set 7
        }
      }
      table bridge b {
        chain c { type filter hook forward priority 0; policy accept; ether type ip accept; }
      }
      table arp a {
        chain c { type filter hook output priority 0; policy accept; arp operation request accept; }
      }
      table netdev n {
        chain c { type filter hook ingress device "lo" priority 0; policy accept; }
      }
      """;
}
