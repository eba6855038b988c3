package dev.minidocker.labs.networking;

import dev.minidocker.labs.networking.nftables.Hook;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedChain;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedRule;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedTable;
import dev.minidocker.labs.networking.nftables.expression.Cmp;
import dev.minidocker.labs.networking.nftables.expression.Counter;
import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.Foreign;
import dev.minidocker.labs.networking.nftables.expression.Immediate;
import dev.minidocker.labs.networking.nftables.expression.Reject;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.labs.networking.nftables.expression.Verdict;
import dev.minidocker.linux.netlink.Attribute;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A chain of somebody else's table. */
public record ForeignChain(ListedTable table, ListedChain chain) {
  private static final String REJECT = "REJECT"; // as iptables has it

  /** It is a base chain at the forward hook, and drops or rejects what none of its rules knows. */
  boolean dropsForwarded() {
    return chain
        .chain()
        .base()
        .filter(base -> base.type().equals("filter") && base.hook() == Hook.FORWARD)
        .map(base -> base.policy().equals(Verdict.DROP) || endsInDrop())
        .orElse(false);
  }

  private boolean endsInDrop() {
    return chain.rules().stream()
        .reduce((one, other) -> other)
        .map(ForeignChain::acts)
        .filter(acts -> acts.size() == 1 && drops(acts.get(0)))
        .isPresent();
  }

  private static boolean drops(Expression act) {
    if (act instanceof Foreign target) {
      return target.xtTarget().equals(Optional.of(REJECT));
    }
    return act instanceof Reject || isVerdict(act, Verdict.DROP);
  }

  private static boolean isVerdict(Expression act, Verdict verdict) {
    return act instanceof Immediate end && end.what().equals(verdict);
  }

  /** All that a rule does, but to count and to write to a log. */
  private static List<Expression> acts(ListedRule rule) {
    return rule.rule().expressions().stream()
        .filter(one -> !(one instanceof Counter) && !one.name().equals("log"))
        .toList();
  }

  /** Whether this is all that the rule does. */
  static boolean returns(ListedRule rule) {
    List<Expression> acts = acts(rule);
    return acts.size() == 1 && isVerdict(acts.get(0), Verdict.RETURN);
  }

  /** Whether each packet is asked there, whatever it is. */
  boolean jumpsTo(String other) {
    return chain.rules().stream()
        .map(ForeignChain::acts)
        .anyMatch(acts -> acts.size() == 1 && isVerdict(acts.get(0), Verdict.jump(other)));
  }

  /** Whether any rule or set of the table names this link: then its owner has decided about it. */
  boolean isAwareOf(String link) {
    Stream<Value> compared =
        table.chains().stream()
            .flatMap(one -> one.rules().stream())
            .flatMap(rule -> rule.rule().expressions().stream())
            .filter(Cmp.class::isInstance)
            .map(expression -> ((Cmp) expression).value());
    Stream<Value> listed =
        table.sets().stream()
            .flatMap(set -> set.elements().stream())
            .flatMap(element -> element.key().stream());
    return Stream.concat(compared, listed).anyMatch(value -> names(value, link));
  }

  /** The kernel compares as many bytes as it is told, with those behind the name or without. */
  private static boolean names(Value value, String link) {
    return new Attribute(0, value.bytes()).text().equals(link);
  }

  /** How a rule of it is named by nft(8). */
  public String place() {
    return table.table().family() + " " + table.table().name() + " " + chain.chain().name();
  }

  /** Its name and its table's. */
  @Override
  public String toString() {
    return "chain " + chain.chain().name() + " of " + table.table();
  }
}
