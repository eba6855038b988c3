package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done with a packet, if it is of a certain kind. Attributes {@code NFTA_RULE_…} of {@code
 * include/uapi/linux/netfilter/nf_tables.h}.
 *
 * @param expressions what the kernel runs, in order
 * @param comment or ""
 */
public record Rule(List<Expression> expressions, String comment) {
  private static final int NFTA_RULE_TABLE = 1;
  private static final int NFTA_RULE_CHAIN = 2;
  private static final int NFTA_RULE_HANDLE = 3;
  private static final int NFTA_RULE_EXPRESSIONS = 4;
  private static final int NFTA_RULE_POSITION = 6;
  private static final int NFTA_RULE_USERDATA = 7;

  public Rule {
    expressions = List.copyOf(expressions);
  }

  /** What must hold of the packet, one thing after the other, and then what is done. */
  public static Rule of(Statement... statements) {
    List<Expression> all = new ArrayList<>();
    for (Statement statement : statements) {
      all.addAll(statement.expressions());
    }
    return new Rule(all, "");
  }

  public Rule commented(String text) {
    return new Rule(expressions, text);
  }

  Fields encode(Table table, String chain) {
    List<Fields> list = expressions.stream().map(Expression::encode).toList();
    Fields fields = reference(table, chain).with(NFTA_RULE_EXPRESSIONS, list);
    return comment.isEmpty()
        ? fields
        : fields.with(NFTA_RULE_USERDATA, UserData.comment(UserData.COMMENT, comment));
  }

  /** What names a chain's rules. */
  static Fields reference(Table table, String chain) {
    return Fields.NONE.with(NFTA_RULE_TABLE, table.name()).with(NFTA_RULE_CHAIN, chain);
  }

  /** With the rule behind which, or before which, a new one goes. */
  static Fields at(Fields rule, long handle) {
    return rule.withLong(NFTA_RULE_POSITION, handle);
  }

  static Fields reference(Table table, String chain, long handle) {
    return reference(table, chain).withLong(NFTA_RULE_HANDLE, handle);
  }

  static String tableOf(Fields fields) {
    return fields.text(NFTA_RULE_TABLE);
  }

  static String chainOf(Fields fields) {
    return fields.text(NFTA_RULE_CHAIN);
  }

  static long handle(Fields fields) {
    return fields.longNumber(NFTA_RULE_HANDLE);
  }

  /**
   * Decodes what the kernel says of a rule.
   *
   * @throws MalformedMessageException if it is none
   */
  static Rule decode(Fields fields) {
    return new Rule(
        fields.list(NFTA_RULE_EXPRESSIONS).stream().map(Expression::decode).toList(),
        Table.comment(fields, NFTA_RULE_USERDATA, UserData.COMMENT));
  }

  /** As nft(8) lists it. */
  @Override
  public String toString() {
    return new RuleText().of(this);
  }
}
