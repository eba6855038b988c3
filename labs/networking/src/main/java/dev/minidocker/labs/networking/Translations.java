package dev.minidocker.labs.networking;

import dev.minidocker.labs.networking.nftables.Chain;
import dev.minidocker.labs.networking.nftables.Rule;
import dev.minidocker.labs.networking.nftables.Ruleset;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedChain;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedRule;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedSet;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedTable;
import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.Foreign;
import dev.minidocker.labs.networking.nftables.expression.Masq;
import dev.minidocker.labs.networking.nftables.expression.Nat;
import dev.minidocker.labs.networking.nftables.expression.Redir;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which addresses and ports rules translate, read back from a listing: of a {@link NatTable} its
 * elements, of any other table the rules. Rules that iptables-legacy made are in no table of
 * nftables, and not among them.
 */
public final class Translations {
  private static final List<String> PORTS =
      Stream.of(NatTable.PORTS4_AT, NatTable.PORTS4, NatTable.PORTS6_AT, NatTable.PORTS6)
          .map(set -> set.name())
          .toList();
  private static final List<String> SOURCES =
      List.of(NatTable.SOURCES4.name(), NatTable.SOURCES6.name());
  private static final String JUMP = " : jump ";

  private static final Set<String> XT_TRANSLATORS =
      Set.of("DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP");

  private Translations() {}

  /** In the order of the tables. */
  public static List<Translation> of(Ruleset ruleset) {
    List<Translation> all = new ArrayList<>();
    for (ListedTable table : ruleset.tables()) {
      List<String> texts = isOurs(table) ? elements(table) : rules(table);
      texts.forEach(text -> all.add(new Translation(table.table(), text)));
    }
    return all;
  }

  /** Whether a {@link NatTable} made it. */
  private static boolean isOurs(ListedTable table) {
    return table.chain(NatTable.PUBLISH).isPresent()
        && Stream.concat(PORTS.stream(), SOURCES.stream())
            .allMatch(name -> table.set(name).isPresent());
  }

  private static List<String> elements(ListedTable table) {
    List<String> texts = new ArrayList<>();
    for (String name : PORTS) {
      table.set(name).map(ListedSet::texts).orElse(List.of()).forEach(e -> texts.add(published(e)));
    }
    for (String name : SOURCES) {
      for (String element : table.set(name).map(ListedSet::texts).orElse(List.of())) {
        String[] parts = element.split(JUMP, 2);
        Optional<ListedChain> chain = parts.length < 2 ? Optional.empty() : table.chain(parts[1]);
        chain
            .map(found -> translating(table, found))
            .orElse(List.of())
            .forEach(rule -> texts.add("from " + parts[0] + ": " + rule));
      }
    }
    return texts;
  }

  /** {@code tcp . 8080 : 10.88.0.2 . 80} in words; an address of the host may stand in front. */
  private static String published(String element) {
    String[] sides = element.split(" : ", 2);
    String[] key = sides[0].split(" \\. ", -1);
    String[] target = sides[sides.length - 1].split(" \\. ", -1);
    if (key.length < 2 || target.length != 2) {
      return element;
    }
    String port = key[key.length - 2] + " port " + key[key.length - 1];
    String where = key.length == 3 ? " of " + key[0] : "";
    return port + where + " → " + target[0] + " port " + target[1];
  }

  private static List<String> rules(ListedTable table) {
    List<String> texts = new ArrayList<>();
    for (ListedChain chain : table.chains()) {
      String place = chain.chain().base().map(Chain.Base::hook).map(h -> "" + h).orElse("jump");
      translating(table, chain)
          .forEach(rule -> texts.add(chain.chain().name() + " (" + place + "): " + rule));
    }
    return texts;
  }

  private static List<String> translating(ListedTable table, ListedChain chain) {
    return chain.rules().stream()
        .map(ListedRule::rule)
        .filter(rule -> rule.expressions().stream().anyMatch(Translations::translates))
        .map(rule -> text(table, rule))
        .toList();
  }

  private static boolean translates(Expression expression) {
    return expression instanceof Nat
        || expression instanceof Masq
        || expression instanceof Redir
        || (expression instanceof Foreign foreign
            && XT_TRANSLATORS.contains(foreign.xtTarget().orElse("")));
  }

  private static String text(ListedTable table, Rule rule) {
    String text = table.text(rule);
    for (Expression expression : rule.expressions()) {
      if (expression instanceof Foreign foreign && foreign.xtTarget().isPresent()) {
        text = text.replace(foreign.toString(), "xt target " + foreign.xtTarget().get());
      }
    }
    return text;
  }
}
