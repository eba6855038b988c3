package dev.minidocker.labs.networking;

import static dev.minidocker.labs.networking.nftables.PacketPart.OUTPUT_INTERFACE;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.nftables.Chain;
import dev.minidocker.labs.networking.nftables.Changes;
import dev.minidocker.labs.networking.nftables.Element;
import dev.minidocker.labs.networking.nftables.Match;
import dev.minidocker.labs.networking.nftables.NamedSet;
import dev.minidocker.labs.networking.nftables.Rule;
import dev.minidocker.labs.networking.nftables.Statement;
import dev.minidocker.labs.networking.nftables.Table;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.labs.networking.nftables.expression.Verdict;
import dev.minidocker.linux.netlink.Request;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** What one network adds to the table: what leaves its bridge, what enters it, and as whom. */
record BridgeRules(Table table, BridgeNetwork network) {

  List<Request> add() {
    Changes changes = table.changes();
    List<Request> all = new ArrayList<>();
    addChain(changes, from(), leaving(), all);
    addChain(changes, to(), entering(), all);
    addChain(changes, source(), translating(), all);
    Value bridge = Value.ofInterface(network.bridge());
    all.addAll(changes.addElements(NatTable.BRIDGES, List.of(Element.of(bridge))));
    all.addAll(
        changes.addElements(NatTable.FROM, List.of(Element.of(bridge, Verdict.jump(from())))));
    all.addAll(changes.addElements(NatTable.TO, List.of(Element.of(bridge, Verdict.jump(to())))));
    for (IpPrefix subnet : network.subnets()) {
      all.addAll(changes.addElements(sources(subnet), sourcesOf(subnet)));
    }
    return all;
  }

  /** In the opposite order: what leads to a chain goes before the chain. */
  List<Request> remove() {
    Changes changes = table.changes();
    List<Request> all = new ArrayList<>();
    for (IpPrefix subnet : network.subnets()) {
      all.addAll(changes.deleteElements(sources(subnet), sourcesOf(subnet)));
    }
    Value bridge = Value.ofInterface(network.bridge());
    for (NamedSet map : List.of(NatTable.TO, NatTable.FROM, NatTable.BRIDGES)) {
      all.addAll(changes.deleteElements(map, List.of(Element.of(bridge))));
    }
    for (String chain : List.of(source(), to(), from())) {
      all.add(changes.flushChain(chain));
      all.add(changes.deleteChain(chain));
    }
    return all;
  }

  private static void addChain(Changes changes, String chain, List<Rule> rules, List<Request> all) {
    all.add(changes.add(Chain.regular(chain)));
    rules.forEach(rule -> all.add(changes.append(chain, rule)));
  }

  String from() {
    return "from-" + network.bridge();
  }

  private String to() {
    return "to-" + network.bridge();
  }

  private String source() {
    return "source-" + network.bridge();
  }

  private static NamedSet sources(IpPrefix subnet) {
    return subnet.address() instanceof Inet4Address ? NatTable.SOURCES4 : NatTable.SOURCES6;
  }

  private List<Element> sourcesOf(IpPrefix subnet) {
    return Element.of(subnet, Verdict.jump(source()));
  }

  /** What comes from the bridge. */
  List<Rule> leaving() {
    List<Rule> rules = new ArrayList<>();
    rules.add(Rule.of(Match.outputInterface(network.bridge()), Statement.accept()));
    if (network.isInternal()) {
      rules.add(Rule.of(Statement.drop()).commented("internal"));
      return rules;
    }
    rules.add(Rule.of(Match.destinationTranslated(), Statement.accept()).commented("published"));
    rules.add(
        Rule.of(Match.in(NatTable.BRIDGES, OUTPUT_INTERFACE), Statement.drop())
            .commented("isolation"));
    return rules;
  }

  /** What goes to the bridge, and does not come from there. */
  List<Rule> entering() {
    List<Rule> rules = new ArrayList<>();
    if (network.outside() instanceof BridgeNetwork.Outside.Routed) {
      return rules;
    }
    if (!network.isInternal()) {
      rules.add(Rule.of(Match.destinationTranslated(), Statement.accept()).commented("published"));
    }
    rules.add(Rule.of(Statement.drop()));
    return rules;
  }

  /** What comes from a subnet of the network. */
  List<Rule> translating() {
    String bridge = network.bridge();
    List<Rule> rules = new ArrayList<>();
    // the answer of a neighbour would go straight to who asked, who had asked somebody else
    rules.add(
        Rule.of(
            Match.outputInterface(bridge), Match.destinationTranslated(), Statement.masquerade()));
    if (network.outside() instanceof BridgeNetwork.Outside.Masqueraded masqueraded) {
      Statement leaves = Match.outputInterfaceOtherThan(bridge);
      masqueraded
          .source()
          .ifPresent(
              address -> rules.add(Rule.of(version(address), leaves, Statement.snat(address))));
      rules.add(Rule.of(leaves, Statement.masquerade()));
    }
    return rules;
  }

  private static Statement version(InetAddress address) {
    return address instanceof Inet4Address ? Match.ipVersion4() : Match.ipVersion6();
  }
}
