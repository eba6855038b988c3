package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.labs.networking.nftables.expression.Verdict;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.util.Optional;

/**
 * A list of rules. Attributes {@code NFTA_CHAIN_…} of {@code
 * include/uapi/linux/netfilter/nf_tables.h}.
 *
 * @param base where packets enter it; nothing if other chains jump to it
 * @param comment or ""
 */
public record Chain(String name, Optional<Base> base, String comment) {
  private static final int NFTA_HOOK_HOOKNUM = 1;
  private static final int NFTA_HOOK_PRIORITY = 2;
  static final int NFTA_CHAIN_TABLE = 1;
  private static final int NFTA_CHAIN_HANDLE = 2;
  private static final int NFTA_CHAIN_NAME = 3;
  private static final int NFTA_CHAIN_HOOK = 4;
  private static final int NFTA_CHAIN_POLICY = 5;
  private static final int NFTA_CHAIN_TYPE = 7;
  private static final int NFTA_CHAIN_USERDATA = 12;

  /** Who translates destinations does so before others look at them; as in nft(8). */
  public static final int PRIORITY_DSTNAT = -100;

  public static final int PRIORITY_FILTER = 0;

  /** Who translates sources does so after the others. */
  public static final int PRIORITY_SRCNAT = 100;

  /**
   * Where packets enter a chain.
   *
   * @param type filter, nat or route
   * @param priority among all chains at this hook, the least is the first
   * @param policy what becomes of a packet that comes to the chain's end
   */
  public record Base(String type, Hook hook, int priority, Verdict policy) {

    @Override
    public String toString() {
      return "type " + type + " hook " + hook + " priority " + priority + "; policy " + policy;
    }
  }

  public Chain {
    Table.checkName(name);
  }

  /** A chain to which others jump. */
  public static Chain regular(String name) {
    return new Chain(name, Optional.empty(), "");
  }

  /** A chain that translates, and lets pass. */
  public static Chain nat(String name, Hook hook, int priority) {
    return new Chain(name, Optional.of(new Base("nat", hook, priority, Verdict.ACCEPT)), "");
  }

  /** A chain that lets pass or drops. */
  public static Chain filter(String name, Hook hook, int priority, Verdict policy) {
    return new Chain(name, Optional.of(new Base("filter", hook, priority, policy)), "");
  }

  Fields encode(Table table) {
    Fields fields = Fields.NONE.with(NFTA_CHAIN_TABLE, table.name()).with(NFTA_CHAIN_NAME, name);
    if (base.isPresent()) {
      Base place = base.get();
      Fields hook =
          Fields.NONE
              .with(NFTA_HOOK_HOOKNUM, place.hook().number())
              .with(NFTA_HOOK_PRIORITY, place.priority());
      fields =
          fields
              .with(NFTA_CHAIN_HOOK, hook)
              .with(NFTA_CHAIN_POLICY, place.policy().code())
              .with(NFTA_CHAIN_TYPE, place.type());
    }
    return comment.isEmpty()
        ? fields
        : fields.with(NFTA_CHAIN_USERDATA, UserData.comment(UserData.COMMENT, comment));
  }

  /** What names it. */
  static Fields reference(Table table, String chain) {
    return Fields.NONE.with(NFTA_CHAIN_TABLE, table.name()).with(NFTA_CHAIN_NAME, chain);
  }

  static String tableOf(Fields fields) {
    return fields.text(NFTA_CHAIN_TABLE);
  }

  static long handle(Fields fields) {
    return fields.longNumber(NFTA_CHAIN_HANDLE);
  }

  /**
   * Decodes what the kernel says of a chain.
   *
   * @throws MalformedMessageException if it is none
   */
  static Chain decode(NfnetlinkMessage message) {
    Fields fields = message.fields();
    Family family = Family.of(message.family());
    Optional<Base> base =
        fields
            .find(NFTA_CHAIN_HOOK)
            .map(
                hook ->
                    new Base(
                        fields.text(NFTA_CHAIN_TYPE),
                        Hook.of(family, hook.number(NFTA_HOOK_HOOKNUM)),
                        hook.number(NFTA_HOOK_PRIORITY),
                        new Verdict(fields.number(NFTA_CHAIN_POLICY, 1), "")));
    String comment = Table.comment(fields, NFTA_CHAIN_USERDATA, UserData.COMMENT);
    return Table.decoded(() -> new Chain(fields.text(NFTA_CHAIN_NAME), base, comment));
  }
}
