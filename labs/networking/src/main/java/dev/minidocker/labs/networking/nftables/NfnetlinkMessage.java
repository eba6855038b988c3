package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;

/**
 * What a message of nfnetlink carries: {@code struct nfgenmsg} of {@code
 * include/uapi/linux/netfilter/nfnetlink.h}, and attributes.
 *
 * @param family {@code NFPROTO_…}, 0 for all
 * @param version NFNETLINK_V0
 * @param resource of a batch, the subsystem
 */
public record NfnetlinkMessage(int family, int version, int resource, Fields fields) {
  static final int NFNL_SUBSYS_NFTABLES = 10;
  static final int NFNL_MSG_BATCH_BEGIN = 0x10;
  static final int NFNL_MSG_BATCH_END = 0x11;

  /** {@code enum nf_tables_msg_types}. */
  static final int NFT_MSG_NEWTABLE = type(0);

  static final int NFT_MSG_GETTABLE = type(1);
  static final int NFT_MSG_DELTABLE = type(2);
  static final int NFT_MSG_NEWCHAIN = type(3);
  static final int NFT_MSG_GETCHAIN = type(4);
  static final int NFT_MSG_DELCHAIN = type(5);
  static final int NFT_MSG_NEWRULE = type(6);
  static final int NFT_MSG_GETRULE = type(7);
  static final int NFT_MSG_DELRULE = type(8);
  static final int NFT_MSG_NEWSET = type(9);
  static final int NFT_MSG_GETSET = type(10);
  static final int NFT_MSG_DELSET = type(11);
  static final int NFT_MSG_NEWSETELEM = type(12);
  static final int NFT_MSG_GETSETELEM = type(13);
  static final int NFT_MSG_DELSETELEM = type(14);
  static final int NFT_MSG_GETGEN = type(16);

  private static final int BYTES = 4;

  private static int type(int message) {
    return NFNL_SUBSYS_NFTABLES << 8 | message;
  }

  public static NfnetlinkMessage of(Family family, Fields fields) {
    return new NfnetlinkMessage(family.number(), 0, 0, fields);
  }

  /** About all families. */
  public static NfnetlinkMessage ofAll(Fields fields) {
    return new NfnetlinkMessage(0, 0, 0, fields);
  }

  /** The first or the last of a batch. */
  static NfnetlinkMessage ofBatch(Fields fields) {
    return new NfnetlinkMessage(0, 0, NFNL_SUBSYS_NFTABLES, fields);
  }

  /**
   * Decodes a structure and its attributes.
   *
   * @throws MalformedMessageException if it is too short, or its attributes are none
   */
  public static NfnetlinkMessage decode(ByteBuffer payload) {
    ByteBuffer header = Wire.view(payload, 0, BYTES, "struct nfgenmsg");
    Attributes attributes = Attributes.decode(Wire.view(payload).position(BYTES));
    return new NfnetlinkMessage(
        header.get(0) & 0xff,
        header.get(1) & 0xff,
        ((header.get(2) & 0xff) << 8) | (header.get(3) & 0xff),
        new Fields(attributes));
  }

  public ByteBuffer encode() {
    ByteBuffer header = Wire.allocate(BYTES).put((byte) family).put((byte) version);
    header.put((byte) (resource >> 8)).put((byte) resource);
    return Wire.concat(header.flip(), fields.attributes());
  }
}
