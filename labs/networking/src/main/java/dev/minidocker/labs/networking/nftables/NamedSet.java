package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.util.List;

/**
 * Values to look a packet up in; a map, if something is found there. Attributes {@code NFTA_SET_…}
 * of {@code include/uapi/linux/netfilter/nf_tables.h}.
 *
 * @param flags {@code NFT_SET_…}
 * @param keyType the number of its keys' type for nft(8), see {@link DataType}
 * @param keyBytes the length of a key
 * @param dataType of a map, what is found: a type's number, or {@link #NFT_DATA_VERDICT}
 * @param dataBytes of a map of values, their length
 * @param comment or ""
 */
public record NamedSet(
    String name,
    int flags,
    int keyType,
    int keyBytes,
    int dataType,
    int dataBytes,
    String comment) {
  public static final int NFT_SET_ANONYMOUS = 1;
  public static final int NFT_SET_CONSTANT = 2;
  public static final int NFT_SET_INTERVAL = 4;
  public static final int NFT_SET_MAP = 8;
  public static final int NFT_DATA_VERDICT = 0xffffff00;

  private static final int NFTA_SET_TABLE = 1;
  private static final int NFTA_SET_NAME = 2;
  private static final int NFTA_SET_FLAGS = 3;
  private static final int NFTA_SET_KEY_TYPE = 4;
  private static final int NFTA_SET_KEY_LEN = 5;
  private static final int NFTA_SET_DATA_TYPE = 6;
  private static final int NFTA_SET_DATA_LEN = 7;
  private static final int NFTA_SET_ID = 10;
  private static final int NFTA_SET_USERDATA = 13;
  private static final int NFTA_SET_HANDLE = 16;

  public NamedSet {
    Table.checkName(name);
  }

  /** A set of such values. */
  public static NamedSet of(String name, DataType... key) {
    List<DataType> parts = List.of(key);
    int type = DataType.number(parts);
    return new NamedSet(name, 0, type, DataType.length(parts), 0, 0, "");
  }

  /** The same as a map to such values. */
  public NamedSet to(DataType... data) {
    List<DataType> parts = List.of(data);
    int length = DataType.length(parts);
    return new NamedSet(
        name, flags | NFT_SET_MAP, keyType, keyBytes, DataType.number(parts), length, comment);
  }

  /** The same as a map to verdicts. */
  public NamedSet toVerdicts() {
    return new NamedSet(name, flags | NFT_SET_MAP, keyType, keyBytes, NFT_DATA_VERDICT, 0, comment);
  }

  /** The same with intervals as its keys. */
  public NamedSet ofIntervals() {
    return new NamedSet(
        name, flags | NFT_SET_INTERVAL, keyType, keyBytes, dataType, dataBytes, comment);
  }

  public boolean isMap() {
    return (flags & NFT_SET_MAP) != 0;
  }

  public boolean isOfIntervals() {
    return (flags & NFT_SET_INTERVAL) != 0;
  }

  /** What a key consists of; empty if that is not known here. */
  public List<DataType> key() {
    return DataType.of(keyType);
  }

  /** What is found consists of; empty if that is not known here, or verdicts. */
  public List<DataType> data() {
    return dataType == NFT_DATA_VERDICT ? List.of() : DataType.of(dataType);
  }

  static Fields reference(Table table, String name) {
    return Fields.NONE.with(NFTA_SET_TABLE, table.name()).with(NFTA_SET_NAME, name);
  }

  Fields encode(Table table) {
    Fields fields =
        reference(table, name)
            .with(NFTA_SET_FLAGS, flags)
            .with(NFTA_SET_KEY_TYPE, keyType)
            .with(NFTA_SET_KEY_LEN, keyBytes);
    if (isMap()) {
      fields =
          fields.with(NFTA_SET_DATA_TYPE, dataType).withUnlessZero(NFTA_SET_DATA_LEN, dataBytes);
    }
    int order = key().isEmpty() ? 0 : DataType.byteOrder(key());
    // the kernel wants an id, by which others in the batch could refer to it
    return fields.with(NFTA_SET_ID, 1).with(NFTA_SET_USERDATA, UserData.ofSet(order, comment));
  }

  static String tableOf(Fields fields) {
    return fields.text(NFTA_SET_TABLE);
  }

  static long handle(Fields fields) {
    return fields.longNumber(NFTA_SET_HANDLE);
  }

  /**
   * Decodes what the kernel says of a set.
   *
   * @throws MalformedMessageException if it is none
   */
  static NamedSet decode(Fields fields) {
    return Table.decoded(
        () ->
            new NamedSet(
                fields.text(NFTA_SET_NAME),
                fields.number(NFTA_SET_FLAGS, 0),
                fields.number(NFTA_SET_KEY_TYPE, 0),
                fields.number(NFTA_SET_KEY_LEN),
                fields.number(NFTA_SET_DATA_TYPE, 0),
                fields.number(NFTA_SET_DATA_LEN, 0),
                Table.comment(fields, NFTA_SET_USERDATA, UserData.SET_COMMENT)));
  }
}
