package dev.minidocker.labs.networking;

import static dev.minidocker.labs.networking.nftables.Chain.PRIORITY_DSTNAT;
import static dev.minidocker.labs.networking.nftables.Chain.PRIORITY_FILTER;
import static dev.minidocker.labs.networking.nftables.Chain.PRIORITY_SRCNAT;
import static dev.minidocker.labs.networking.nftables.PacketPart.DESTINATION_PORT;
import static dev.minidocker.labs.networking.nftables.PacketPart.INPUT_INTERFACE;
import static dev.minidocker.labs.networking.nftables.PacketPart.IP6_DESTINATION;
import static dev.minidocker.labs.networking.nftables.PacketPart.IP6_SOURCE;
import static dev.minidocker.labs.networking.nftables.PacketPart.IP_DESTINATION;
import static dev.minidocker.labs.networking.nftables.PacketPart.IP_SOURCE;
import static dev.minidocker.labs.networking.nftables.PacketPart.OUTPUT_INTERFACE;
import static dev.minidocker.labs.networking.nftables.PacketPart.PROTOCOL;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.nftables.Chain;
import dev.minidocker.labs.networking.nftables.Changes;
import dev.minidocker.labs.networking.nftables.DataType;
import dev.minidocker.labs.networking.nftables.Element;
import dev.minidocker.labs.networking.nftables.Family;
import dev.minidocker.labs.networking.nftables.Hook;
import dev.minidocker.labs.networking.nftables.Match;
import dev.minidocker.labs.networking.nftables.Match.ConnectionState;
import dev.minidocker.labs.networking.nftables.NamedSet;
import dev.minidocker.labs.networking.nftables.Rule;
import dev.minidocker.labs.networking.nftables.Ruleset;
import dev.minidocker.labs.networking.nftables.Statement;
import dev.minidocker.labs.networking.nftables.Table;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.labs.networking.nftables.expression.Verdict;
import dev.minidocker.linux.netlink.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one table of ours: which packets pass between bridges and the rest of the world, and with
 * which addresses. Pure: what it returns is committed by {@link
 * dev.minidocker.labs.networking.nftables.Nftables}, as one batch.
 *
 * <p>The rules are the same however many networks and ports there are. Networks are elements of
 * maps that lead to two or three chains each; published ports are elements of maps that lead to a
 * container. So whoever comes and goes changes elements, and no packet has to pass a rule for each.
 *
 * <p>What it does not do: reach a container through 127.0.0.1 of the host, whose packets leave the
 * loopback only where {@code route_localnet} also lets others in. What it cannot do: have pass what
 * another table drops, since the last word belongs to who drops.
 *
 * @param table whose name tells whose it is
 */
public record NatTable(Table table) implements NetworkingMechanism {
  static final String PUBLISH = "publish";
  static final String PREROUTING = "prerouting";
  static final String OUTPUT = "output";
  static final String POSTROUTING = "postrouting";
  static final String FORWARD = "forward";

  /** Bridges of all networks, which are kept apart. */
  static final NamedSet BRIDGES = NamedSet.of("bridges", DataType.IFNAME);

  /** What comes from a bridge. */
  static final NamedSet FROM = NamedSet.of("from", DataType.IFNAME).toVerdicts();

  /** What goes to a bridge. */
  static final NamedSet TO = NamedSet.of("to", DataType.IFNAME).toVerdicts();

  /** Whose source is translated. */
  static final NamedSet SOURCES4 =
      NamedSet.of("sources4", DataType.IPV4_ADDR).toVerdicts().ofIntervals();

  static final NamedSet SOURCES6 =
      NamedSet.of("sources6", DataType.IPV6_ADDR).toVerdicts().ofIntervals();

  /** Ports of every address of the host. */
  static final NamedSet PORTS4 =
      NamedSet.of("ports4", DataType.INET_PROTO, DataType.INET_SERVICE)
          .to(DataType.IPV4_ADDR, DataType.INET_SERVICE);

  static final NamedSet PORTS6 =
      NamedSet.of("ports6", DataType.INET_PROTO, DataType.INET_SERVICE)
          .to(DataType.IPV6_ADDR, DataType.INET_SERVICE);

  /** Ports of one address of the host. */
  static final NamedSet PORTS4_AT =
      NamedSet.of("ports4at", DataType.IPV4_ADDR, DataType.INET_PROTO, DataType.INET_SERVICE)
          .to(DataType.IPV4_ADDR, DataType.INET_SERVICE);

  static final NamedSet PORTS6_AT =
      NamedSet.of("ports6at", DataType.IPV6_ADDR, DataType.INET_PROTO, DataType.INET_SERVICE)
          .to(DataType.IPV6_ADDR, DataType.INET_SERVICE);

  private static final List<NamedSet> SETS =
      List.of(BRIDGES, FROM, TO, SOURCES4, SOURCES6, PORTS4, PORTS6, PORTS4_AT, PORTS6_AT);

  /** The table of this name, for IPv4 and IPv6. */
  public static NatTable named(String name) {
    return new NatTable(new Table(Family.INET, name));
  }

  /** The table, its sets, and the rules that all networks share. */
  @Override
  public List<Request> create() {
    Changes changes = table.changes();
    List<Request> all = new ArrayList<>();
    all.add(changes.create());
    SETS.forEach(set -> all.add(changes.add(set)));
    publishing(changes, all);
    all.add(changes.add(Chain.nat(POSTROUTING, Hook.POSTROUTING, PRIORITY_SRCNAT)));
    all.add(
        changes.append(
            POSTROUTING, Rule.of(Match.ipVersion4(), Statement.verdictOf(SOURCES4, IP_SOURCE))));
    all.add(
        changes.append(
            POSTROUTING, Rule.of(Match.ipVersion6(), Statement.verdictOf(SOURCES6, IP6_SOURCE))));
    all.add(changes.add(Chain.filter(FORWARD, Hook.FORWARD, PRIORITY_FILTER, Verdict.ACCEPT)));
    Statement known = Match.connectionState(ConnectionState.ESTABLISHED, ConnectionState.RELATED);
    all.add(changes.append(FORWARD, Rule.of(known, Statement.accept())));
    all.add(changes.append(FORWARD, Rule.of(Statement.verdictOf(FROM, INPUT_INTERFACE))));
    all.add(changes.append(FORWARD, Rule.of(Statement.verdictOf(TO, OUTPUT_INTERFACE))));
    return all;
  }

  @Override
  public List<Request> delete() {
    return List.of(table.changes().delete());
  }

  @Override
  public List<Request> connect(BridgeNetwork network) {
    return new BridgeRules(table, network).add();
  }

  /** Whether a network is connected, by chains that were listed. */
  public boolean connects(List<Chain> listed, BridgeNetwork network) {
    String chain = new BridgeRules(table, network).from();
    return listed.stream().anyMatch(one -> one.name().equals(chain));
  }

  @Override
  public List<Request> disconnect(BridgeNetwork network) {
    return new BridgeRules(table, network).remove();
  }

  @Override
  public List<Request> publish(List<PublishedPort> ports) {
    List<Request> all = new ArrayList<>();
    elements(ports).forEach((map, some) -> all.addAll(table.changes().addElements(map, some)));
    return all;
  }

  @Override
  public List<Request> withdraw(List<PublishedPort> ports) {
    List<Request> all = new ArrayList<>();
    elements(ports).forEach((map, some) -> all.addAll(table.changes().deleteElements(map, some)));
    return all;
  }

  /** Whether a port leads to that container, by rules that were listed. */
  public boolean publishes(Ruleset listed, PublishedPort port) {
    return listed.tables().stream()
        .filter(one -> one.table().equals(table))
        .flatMap(one -> one.sets().stream())
        .filter(one -> one.set().name().equals(map(port).name()))
        .anyMatch(one -> one.elements().contains(element(port)));
  }

  private static Map<NamedSet, List<Element>> elements(List<PublishedPort> ports) {
    Map<NamedSet, List<Element>> elements = new LinkedHashMap<>();
    for (PublishedPort port : ports) {
      elements.computeIfAbsent(map(port), map -> new ArrayList<>()).add(element(port));
    }
    return elements;
  }

  private static NamedSet map(PublishedPort port) {
    if (port.hostAddress().isPresent()) {
      return port.isIpv4() ? PORTS4_AT : PORTS6_AT;
    }
    return port.isIpv4() ? PORTS4 : PORTS6;
  }

  private static Element element(PublishedPort port) {
    Value protocol = Value.ofByte(port.protocol().number());
    Value hostPort = Value.ofPort(port.hostPort());
    Value key =
        port.hostAddress()
            .map(address -> Value.concat(Value.of(address), protocol, hostPort))
            .orElseGet(() -> Value.concat(protocol, hostPort));
    Value target =
        Value.concat(Value.of(port.containerAddress()), Value.ofPort(port.containerPort()));
    return Element.of(key, target);
  }

  /** Destinations are translated for others, and for this host itself. */
  private static void publishing(Changes changes, List<Request> all) {
    all.add(changes.add(Chain.regular(PUBLISH)));
    for (Rule rule : publishing()) {
      all.add(changes.append(PUBLISH, rule));
    }
    Rule toThisHost = Rule.of(Match.destinationIsLocal(), Statement.jump(PUBLISH));
    all.add(changes.add(Chain.nat(PREROUTING, Hook.PREROUTING, PRIORITY_DSTNAT)));
    all.add(changes.append(PREROUTING, toThisHost));
    all.add(changes.add(Chain.nat(OUTPUT, Hook.OUTPUT, PRIORITY_DSTNAT)));
    all.add(changes.append(OUTPUT, toThisHost));
  }

  /** The port of one address goes before that of all. */
  private static List<Rule> publishing() {
    return List.of(
        Rule.of(Match.destination(IpPrefix.parse("127.0.0.0/8")), Statement.returns()),
        Rule.of(Match.destination(IpPrefix.parse("::1/128")), Statement.returns()),
        Rule.of(
            Match.ipVersion4(),
            Statement.dnat(PORTS4_AT, IP_DESTINATION, PROTOCOL, DESTINATION_PORT)),
        Rule.of(Match.ipVersion4(), Statement.dnat(PORTS4, PROTOCOL, DESTINATION_PORT)),
        Rule.of(
            Match.ipVersion6(),
            Statement.dnat(PORTS6_AT, IP6_DESTINATION, PROTOCOL, DESTINATION_PORT)),
        Rule.of(Match.ipVersion6(), Statement.dnat(PORTS6, PROTOCOL, DESTINATION_PORT)));
  }
}
