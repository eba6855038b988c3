package dev.minidocker.labs.networking;

import dev.minidocker.labs.networking.nftables.Changes;
import dev.minidocker.labs.networking.nftables.Family;
import dev.minidocker.labs.networking.nftables.Match;
import dev.minidocker.labs.networking.nftables.Rule;
import dev.minidocker.labs.networking.nftables.Ruleset;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedChain;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedRule;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedTable;
import dev.minidocker.labs.networking.nftables.Statement;
import dev.minidocker.linux.netlink.Request;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What tables of others do with the packets that a network forwards. A packet passes all base
 * chains at the forward hook: to accept is the last word in one of them, to drop is that in all.
 *
 * <p>Docker drops what it does not know, and keeps a chain {@code DOCKER-USER} for rules of others,
 * which it asks first. There a network's rules are put, each with a comment that names the bridge.
 * Other owners of tables keep no such chain; their chains are named, and left alone.
 *
 * <p>Pure, as {@link NatTable}.
 *
 * @param listed all tables of the host
 */
public record ForeignTables(Ruleset listed) {
  private static final String HOOK = "DOCKER-USER";

  /** The names that docker gives to its bridges, whose containers it keeps from ours. */
  private static final String DOCKER_BRIDGE = "docker0";

  private static final String DOCKER_BRIDGES = "br-";

  /**
   * Base chains that drop what the network forwards. Those with a chain for others are left out.
   */
  public List<ForeignChain> dropping(BridgeNetwork network) {
    return tables(network)
        .filter(table -> hook(table).isEmpty())
        .flatMap(table -> table.chains().stream().map(chain -> new ForeignChain(table, chain)))
        .filter(ForeignChain::dropsForwarded)
        .filter(chain -> !chain.isAwareOf(network.bridge()))
        .toList();
  }

  /** What has to be changed in chains for others, so that the network's packets pass there. */
  public List<Request> admit(BridgeNetwork network) {
    List<Request> all = new ArrayList<>();
    tables(network)
        .forEach(table -> hook(table).ifPresent(hook -> admit(network, table, hook, all)));
    return all;
  }

  /** What takes it back; nothing if there is nothing of it. */
  public List<Request> withdraw(BridgeNetwork network) {
    List<Request> all = new ArrayList<>();
    for (ListedTable table : listed.tables()) {
      table.chain(HOOK).ifPresent(hook -> delete(table, hook, own(hook, network), all));
    }
    return all;
  }

  /** Those through which packets of the network's versions of IP come. */
  private Stream<ListedTable> tables(BridgeNetwork network) {
    List<Family> families = new ArrayList<>(List.of(Family.INET));
    network
        .subnets()
        .forEach(
            subnet ->
                families.add(subnet.address() instanceof Inet4Address ? Family.IP : Family.IP6));
    return listed.tables().stream().filter(table -> families.contains(table.table().family()));
  }

  /** The chain for others, where a chain that drops asks it first. */
  private static Optional<ListedChain> hook(ListedTable table) {
    boolean asked =
        table.chains().stream()
            .map(chain -> new ForeignChain(table, chain))
            .anyMatch(chain -> chain.dropsForwarded() && chain.jumpsTo(HOOK));
    return table.chain(HOOK).filter(chain -> asked);
  }

  private static List<ListedRule> own(ListedChain hook, BridgeNetwork network) {
    return hook.rules().stream()
        .filter(rule -> rule.rule().comment().equals(comment(network)))
        .toList();
  }

  private static String comment(BridgeNetwork network) {
    return "mini-docker " + network.bridge();
  }

  private static void admit(
      BridgeNetwork network, ListedTable table, ListedChain hook, List<Request> all) {
    List<Rule> wanted = rules(network);
    List<ListedRule> own = own(hook, network);
    if (own.stream().map(ListedRule::rule).toList().equals(wanted)) {
      return;
    }
    delete(table, hook, own, all);
    Changes changes = table.table().changes();
    Optional<ListedRule> last =
        hook.rules().stream().reduce((one, other) -> other).filter(ForeignChain::returns);
    for (Rule rule : wanted) { // behind what its owner has there, or it would mean nothing any more
      all.add(
          last.map(end -> changes.insertBefore(HOOK, end.handle(), rule))
              .orElseGet(() -> changes.append(HOOK, rule)));
    }
  }

  private static void delete(
      ListedTable table, ListedChain hook, List<ListedRule> rules, List<Request> all) {
    Changes changes = table.table().changes();
    rules.forEach(rule -> all.add(changes.deleteRule(hook.chain().name(), rule.handle())));
  }

  /**
   * Made of what iptables knows too, which takes a table for damaged where it finds anything else.
   * Neighbours are among them, since a bridge may ask the forward hook about their packets.
   */
  private static List<Rule> rules(BridgeNetwork network) {
    String bridge = network.bridge();
    Statement comes = Match.inputInterface(bridge);
    Statement goes = Match.outputInterface(bridge);
    List<Rule> rules =
        network.isInternal()
            ? List.of(Rule.of(comes, goes, Statement.accept()))
            : List.of(
                Rule.of(comes, Match.outputInterface(DOCKER_BRIDGE), Statement.returns()),
                Rule.of(comes, Match.outputInterfaces(DOCKER_BRIDGES), Statement.returns()),
                Rule.of(comes, Statement.accept()),
                Rule.of(goes, Statement.accept()));
    return rules.stream().map(rule -> rule.commented(comment(network))).toList();
  }
}
