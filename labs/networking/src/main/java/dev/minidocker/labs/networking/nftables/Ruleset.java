package dev.minidocker.labs.networking.nftables;

import java.util.List;
import java.util.Optional;

/**
 * All tables of a network namespace, as they were at one moment.
 *
 * @param generation a number that changes with every transaction
 */
public record Ruleset(int generation, List<ListedTable> tables) {

  /**
   * A table and what is in it.
   *
   * @param handle the kernel's number for it
   */
  public record ListedTable(
      Table table, long handle, List<ListedSet> sets, List<ListedChain> chains) {

    public Optional<ListedChain> chain(String name) {
      return chains.stream().filter(listed -> listed.chain().name().equals(name)).findFirst();
    }

    public Optional<ListedSet> set(String name) {
      return sets.stream().filter(listed -> listed.set().name().equals(name)).findFirst();
    }

    /** A rule of this table, as nft(8) lists it. */
    public String text(Rule rule) {
      return new RuleText(table.family()).of(rule);
    }

    /** As nft(8) lists it, with other line breaks. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(table + " {\n");
      sets.forEach(set -> text.append(set.toString().indent(2)));
      for (ListedChain chain : chains) {
        text.append(chain.text(table.family()).indent(2));
      }
      return text.append("}\n").toString();
    }
  }

  /** A chain and its rules, in their order. */
  public record ListedChain(Chain chain, long handle, List<ListedRule> rules) {

    String text(Family family) {
      StringBuilder text = new StringBuilder("chain " + chain.name() + " {\n");
      chain.base().ifPresent(base -> text.append("  ").append(base).append(";\n"));
      RuleText rule = new RuleText(family);
      rules.forEach(listed -> text.append("  ").append(rule.of(listed.rule())).append('\n'));
      return text.append("}").toString();
    }
  }

  /** A rule, and the kernel's number for it within its table. */
  public record ListedRule(long handle, Rule rule) {}

  /** A set or a map and its elements. */
  public record ListedSet(NamedSet set, long handle, List<Element> elements) {

    /** The elements, as nft(8) writes them. */
    public List<String> texts() {
      return SetText.each(set, elements);
    }

    @Override
    public String toString() {
      return (set.isMap() ? "map " : "set ")
          + set.name()
          + " "
          + (elements.isEmpty() ? "{ }" : SetText.elements(set, elements));
    }
  }

  /** The table of this family and name. */
  public Optional<ListedTable> table(Family family, String name) {
    return tables.stream()
        .filter(listed -> listed.table().family() == family)
        .filter(listed -> listed.table().name().equals(name))
        .findFirst();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    tables.forEach(text::append);
    return text.toString();
  }
}
