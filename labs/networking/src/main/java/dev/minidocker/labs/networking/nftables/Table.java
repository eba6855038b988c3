package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.util.function.Supplier;

/**
 * A table: the name under which somebody keeps chains and sets of one's own. Attributes {@code
 * NFTA_TABLE_…} of {@code include/uapi/linux/netfilter/nf_tables.h}.
 *
 * @param comment or ""
 */
public record Table(Family family, String name, String comment) {
  private static final int NFTA_TABLE_NAME = 1;
  private static final int NFTA_TABLE_FLAGS = 2;
  private static final int NFTA_TABLE_HANDLE = 4;
  private static final int NFTA_TABLE_USERDATA = 6;
  private static final int NFT_NAME_MAXLEN = 256;

  public Table {
    checkName(name);
  }

  public Table(Family family, String name) {
    this(family, name, "");
  }

  /** What is asked to be changed in it. */
  public Changes changes() {
    return new Changes(this);
  }

  static String checkName(String name) {
    if (name.isEmpty() || name.length() >= NFT_NAME_MAXLEN || name.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "the name of a table, chain or set has 1 to 255 characters: " + name);
    }
    return name;
  }

  /** What names it. */
  Fields reference() {
    return Fields.NONE.with(NFTA_TABLE_NAME, name);
  }

  Fields encode() {
    Fields fields = reference().with(NFTA_TABLE_FLAGS, 0);
    return comment.isEmpty()
        ? fields
        : fields.with(NFTA_TABLE_USERDATA, UserData.comment(UserData.COMMENT, comment));
  }

  /**
   * Decodes what the kernel says of a table.
   *
   * @throws MalformedMessageException if it is none
   */
  static Table decode(NfnetlinkMessage message) {
    Fields fields = message.fields();
    return decoded(
        () ->
            new Table(
                Family.of(message.family()),
                fields.text(NFTA_TABLE_NAME),
                comment(fields, NFTA_TABLE_USERDATA, UserData.COMMENT)));
  }

  static long handle(Fields fields) {
    return fields.longNumber(NFTA_TABLE_HANDLE);
  }

  static String comment(Fields fields, int attribute, int type) {
    return fields.has(attribute)
        ? UserData.commentIn(fields.required(attribute).value(), type)
        : "";
  }

  /** What a record would refuse of a caller is malformed if it came from the wire. */
  static <T> T decoded(Supplier<T> object) {
    try {
      return object.get();
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException(e.getMessage());
    }
  }

  /** As nft(8) names it. */
  @Override
  public String toString() {
    return "table " + family + " " + name;
  }
}
