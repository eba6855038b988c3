package dev.minidocker.labs.networking.nftables;

import static dev.minidocker.labs.networking.nftables.PacketPart.DESTINATION_PORT;
import static dev.minidocker.labs.networking.nftables.PacketPart.INPUT_INTERFACE;
import static dev.minidocker.labs.networking.nftables.PacketPart.IP_SOURCE;
import static dev.minidocker.labs.networking.nftables.PacketPart.PROTOCOL;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.nftables.Match.ConnectionState;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.labs.networking.nftables.expression.Verdict;
import dev.minidocker.linux.netlink.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** A table with something of everything that can be written here, with random content. */
final class RandomRuleset {
  private final Random random;
  private final List<String> expected = new ArrayList<>();

  RandomRuleset(Random random) {
    this.random = random;
  }

  Table table() {
    String comment = random.nextBoolean() ? "" : "seed " + random.nextInt(1000);
    return new Table(Family.INET, name(), comment);
  }

  /** The rules, in the order of chains and rules, as they read. */
  List<String> expected() {
    return expected;
  }

  List<Request> changes(Table table) {
    Changes changes = table.changes();
    NamedSet nets = NamedSet.of(name(), DataType.IPV4_ADDR).toVerdicts().ofIntervals();
    NamedSet names = NamedSet.of(name(), DataType.IFNAME);
    NamedSet doors =
        NamedSet.of(name(), DataType.INET_PROTO, DataType.INET_SERVICE)
            .to(DataType.IPV4_ADDR, DataType.INET_SERVICE);
    String side = name();
    List<Request> all = new ArrayList<>();
    all.add(changes.create());
    List.of(nets, names, doors).forEach(set -> all.add(changes.add(set)));
    all.add(changes.add(Chain.regular(side)));
    all.addAll(changes.addElements(nets, networks(side)));
    all.addAll(changes.addElements(names, interfaces()));
    all.addAll(changes.addElements(doors, doors()));
    write(changes, side, all, List.of(condition(), filtering(), counting()));
    Chain forward =
        Chain.filter(
            name(),
            Hook.FORWARD,
            random.nextInt(-50, 50),
            random.nextBoolean() ? Verdict.ACCEPT : Verdict.DROP);
    all.add(changes.add(forward));
    write(
        changes,
        forward.name(),
        all,
        List.of(
            Rule.of(Match.connectionState(state()), Statement.accept()),
            Rule.of(Match.in(names, INPUT_INTERFACE), Statement.drop()),
            Rule.of(Match.notIn(names, INPUT_INTERFACE), Statement.counter()),
            Rule.of(Match.outputInterfaces(name()), Statement.returns()),
            Rule.of(Match.ipVersion4(), Statement.verdictOf(nets, IP_SOURCE)),
            condition(),
            filtering(),
            counting(),
            Rule.of(Match.source(network()), Statement.jump(side))));
    Chain pre = Chain.nat(name(), Hook.PREROUTING, Chain.PRIORITY_DSTNAT + random.nextInt(20));
    all.add(changes.add(pre));
    write(
        changes,
        pre.name(),
        all,
        List.of(
            Rule.of(
                Match.destinationIsLocal(),
                Match.ipVersion4(),
                Statement.dnat(doors, PROTOCOL, DESTINATION_PORT)),
            Rule.of(Match.destinationPort(protocol(), port()), Statement.dnat(address4(), port())),
            Rule.of(
                Match.destinationPort(protocol(), port()), Statement.dnat(address6(), port()))));
    Chain post = Chain.nat(name(), Hook.POSTROUTING, Chain.PRIORITY_SRCNAT + random.nextInt(20));
    all.add(changes.add(post));
    write(
        changes,
        post.name(),
        all,
        List.of(
            Rule.of(Match.destinationTranslated(), Statement.masquerade()),
            Rule.of(Match.source(network()), Statement.snat(address4())),
            Rule.of(
                Match.ipVersion6(),
                Match.outputInterfaceOtherThan(name()),
                Statement.snat(address6())),
            Rule.of(Match.destinationOutside(network()), Statement.masquerade())));
    return all;
  }

  private void write(Changes changes, String chain, List<Request> all, List<Rule> rules) {
    for (Rule rule : rules) {
      Rule written = random.nextBoolean() ? rule : rule.commented("number " + random.nextInt(99));
      all.add(changes.append(chain, written));
      expected.add(written.toString());
    }
  }

  private Rule condition() {
    List<Statement> all = new ArrayList<>();
    if (random.nextBoolean()) {
      all.add(Match.inputInterface(name()));
    }
    if (random.nextBoolean()) {
      all.add(Match.outputInterface(name()));
    }
    if (random.nextBoolean()) {
      IpPrefix network = random.nextBoolean() ? network() : network6();
      all.add(random.nextBoolean() ? Match.source(network) : Match.destination(network));
    }
    if (random.nextBoolean()) {
      all.add(Match.destinationPort(protocol(), port()));
    }
    all.add(random.nextBoolean() ? Statement.accept() : Statement.returns());
    return Rule.of(all.toArray(Statement[]::new));
  }

  private Rule filtering() {
    return random.nextBoolean()
        ? Rule.of(Match.source(network6()), Statement.reject())
        : Rule.of(Match.protocol(protocol()), Statement.drop());
  }

  private Rule counting() {
    return Rule.of(Match.destination(network()), Statement.counter(), Statement.drop());
  }

  private List<Element> networks(String side) {
    List<Element> elements = new ArrayList<>();
    int first = random.nextInt(100);
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      String octet = Integer.toString(first + 2 * i);
      elements.addAll(
          Element.of(
              IpPrefix.parse(octet + ".0.0.0/" + (8 + random.nextInt(24))), Verdict.jump(side)));
    }
    if (random.nextBoolean()) {
      elements.addAll(Element.of(IpPrefix.parse("128.0.0.0/1"), Verdict.DROP));
    }
    return elements;
  }

  private List<Element> interfaces() {
    TreeSet<String> names = new TreeSet<>();
    for (int i = 0; i < 3; i++) {
      names.add(name());
    }
    return names.stream().map(name -> Element.of(Value.ofInterface(name))).toList();
  }

  private List<Element> doors() {
    List<Element> elements = new ArrayList<>();
    int port = port() / 2;
    for (int i = 0; i < 1 + random.nextInt(300); i++) {
      elements.add(
          Element.of(
              Value.concat(Value.ofByte(protocol().number()), Value.ofPort(port + i)),
              Value.concat(Value.of(address4()), Value.ofPort(port()))));
    }
    Collections.shuffle(elements, random);
    return elements;
  }

  private ConnectionState[] state() {
    return random.nextBoolean()
        ? new ConnectionState[] {ConnectionState.ESTABLISHED, ConnectionState.RELATED}
        : new ConnectionState[] {ConnectionState.NEW};
  }

  private Protocol protocol() {
    return random.nextBoolean() ? Protocol.TCP : Protocol.UDP;
  }

  private int port() {
    return 1 + random.nextInt(60_000);
  }

  private InetAddress address4() {
    return network().address();
  }

  private InetAddress address6() {
    return network6().address();
  }

  private IpPrefix network() {
    String address =
        (1 + random.nextInt(200)) + "." + random.nextInt(256) + "." + random.nextInt(256) + ".9";
    return IpPrefix.parse(address + "/" + (1 + random.nextInt(32)));
  }

  private IpPrefix network6() {
    String address =
        "fd" + (10 + random.nextInt(80)) + "::" + Integer.toHexString(1 + random.nextInt(0xfffe));
    return IpPrefix.parse(address + "/" + (1 + random.nextInt(128)));
  }

  private String name() {
    return "md" + Integer.toString(random.nextInt(Integer.MAX_VALUE), 36);
  }
}
