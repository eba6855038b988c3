package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Cmp;
import dev.minidocker.labs.networking.nftables.expression.Ct;
import dev.minidocker.labs.networking.nftables.expression.Fib;
import dev.minidocker.labs.networking.nftables.expression.Meta;
import dev.minidocker.labs.networking.nftables.expression.Payload;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.linux.netlink.Wire;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a register holds, in the words of nft(8).
 *
 * @param bytes its length
 * @param format how a value is written that it is compared with
 * @param mask which of its bits are left
 * @param constant of an immediate, the value
 */
record Loaded(
    String text, int bytes, Format format, Optional<Value> mask, Optional<Value> constant) {

  /** Writes a value. */
  @FunctionalInterface
  interface Format {
    String text(Value value);
  }

  static final Loaded UNKNOWN = of("<unknown>", 4, Value::toString);

  private static final List<String> STATES = List.of("invalid", "established", "related", "new");
  private static final List<String> STATUSES =
      List.of("expected", "seen-reply", "assured", "confirmed", "snat", "dnat");
  private static final List<String> ADDRESS_TYPES =
      List.of("unspec", "unicast", "local", "broadcast", "anycast", "multicast");
  private static final int UNTRACKED = 1 << 6;
  private static final String FOUND = " map @";

  private static Loaded of(String text, int bytes, Format format) {
    return new Loaded(text, bytes, format, Optional.empty(), Optional.empty());
  }

  private static Loaded of(String text, DataType type) {
    return of(text, type.bytes(), value -> type.text(value.bytes()));
  }

  static Loaded constant(Value value) {
    return new Loaded(
        value.toString(),
        value.bytes().remaining(),
        Value::toString,
        Optional.empty(),
        Optional.of(value));
  }

  /** What a map had. */
  static Loaded found(String text) {
    return of(text, 4, Value::toString);
  }

  boolean isFound() {
    return text.contains(FOUND);
  }

  static Loaded of(Meta meta) {
    return switch (meta.key()) {
      case Meta.NFT_META_IIFNAME -> of("iifname", DataType.IFNAME);
      case Meta.NFT_META_OIFNAME -> of("oifname", DataType.IFNAME);
      case Meta.NFT_META_L4PROTO -> of("meta l4proto", DataType.INET_PROTO);
      case Meta.NFT_META_MARK -> of("meta mark", DataType.MARK);
      case Meta.NFT_META_NFPROTO -> of("meta nfproto", 1, Loaded::version);
      default -> of("meta " + meta.key(), 4, Value::toString);
    };
  }

  private static String version(Value value) {
    return switch (number(value)) {
      case 2 -> "ipv4";
      case 10 -> "ipv6";
      default -> value.toString();
    };
  }

  static Loaded of(Ct ct) {
    return switch (ct.key()) {
      case Ct.NFT_CT_STATE -> of("ct state", 4, value -> names(value, STATES));
      case Ct.NFT_CT_STATUS -> of("ct status", 4, value -> names(value, STATUSES));
      default -> of("ct " + ct.key(), 4, Value::toString);
    };
  }

  static Loaded of(Fib fib) {
    return fib.flags() == Fib.NFTA_FIB_F_DADDR && fib.result() == Fib.NFT_FIB_RESULT_ADDRTYPE
        ? of("fib daddr type", 4, Loaded::addressType)
        : of("fib " + fib.flags() + " " + fib.result(), 4, Value::toString);
  }

  private static String addressType(Value value) {
    int type = number(value);
    return type >= 0 && type < ADDRESS_TYPES.size() ? ADDRESS_TYPES.get(type) : value.toString();
  }

  /** Of an address, perhaps only the bytes that name its network. */
  static Loaded of(Payload payload, String transport) {
    int base = payload.base();
    int offset = payload.offset();
    int length = payload.length();
    if (base == Payload.NFT_PAYLOAD_TRANSPORT_HEADER && length == 2 && offset <= 2) {
      return of(transport + (offset == 0 ? " sport" : " dport"), DataType.INET_SERVICE);
    } else if (base == Payload.NFT_PAYLOAD_NETWORK_HEADER && length <= 4 && offset == 12) {
      return address("ip saddr", DataType.IPV4_ADDR, length);
    } else if (base == Payload.NFT_PAYLOAD_NETWORK_HEADER && length <= 4 && offset == 16) {
      return address("ip daddr", DataType.IPV4_ADDR, length);
    } else if (base == Payload.NFT_PAYLOAD_NETWORK_HEADER && length <= 16 && offset == 8) {
      return address("ip6 saddr", DataType.IPV6_ADDR, length);
    } else if (base == Payload.NFT_PAYLOAD_NETWORK_HEADER && length <= 16 && offset == 24) {
      return address("ip6 daddr", DataType.IPV6_ADDR, length);
    }
    return of("@" + base + "," + 8 * offset + "," + 8 * length, length, Value::toString);
  }

  private static Loaded address(String text, DataType type, int length) {
    return of(
        text,
        length,
        value -> {
          ByteBuffer whole = ByteBuffer.allocate(type.bytes());
          whole.put(
              0, Wire.bytes(value.bytes()), 0, Math.min(type.bytes(), value.bytes().remaining()));
          return type.text(whole) + (length < type.bytes() ? "/" + 8 * length : "");
        });
  }

  Loaded masked(Value mask, Value xor) {
    boolean flips = new BigInteger(1, Wire.bytes(xor.bytes())).signum() != 0;
    String name = flips ? text + " ^ " + xor : text;
    return new Loaded(name, bytes, format, Optional.of(mask), constant);
  }

  /** The value of an immediate, written as this type. */
  String as(DataType type) {
    return constant.map(value -> type.text(value.bytes())).orElse(text);
  }

  /** What is asked by a comparison with this value. */
  String compared(int how, Value value) {
    String not = how == Cmp.NFT_CMP_NEQ ? "!= " : "";
    if (mask.isPresent()) {
      BigInteger bits = new BigInteger(1, Wire.bytes(mask.get().bytes()));
      boolean zero = new BigInteger(1, Wire.bytes(value.bytes())).signum() == 0;
      boolean prefix = bits.getLowestSetBit() == 8 * bytes - bits.bitCount();
      if (text.startsWith("ct ") && zero) {
        return text + (how == Cmp.NFT_CMP_NEQ ? " " : " ! ") + format.text(mask.get());
      } else if (prefix) {
        return text + " " + not + format.text(value) + "/" + bits.bitCount();
      }
      return text + " & " + mask.get() + " " + operator(how) + " " + value;
    }
    String operator = how == Cmp.NFT_CMP_EQ ? "" : operator(how) + " ";
    return text + " " + operator + format.text(value);
  }

  private static String operator(int how) {
    return List.of("==", "!=", "<", "<=", ">", ">=").get(Math.floorMod(how, 6));
  }

  private static String names(Value value, List<String> bits) {
    int number = number(value);
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < bits.size(); bit++) {
      if ((number & 1 << bit) != 0) {
        names.add(bits.get(bit));
      }
    }
    if ((number & UNTRACKED) != 0 && bits.equals(STATES)) {
      names.add("untracked");
    }
    return names.isEmpty() ? value.toString() : String.join(",", names);
  }

  private static int number(Value value) {
    ByteBuffer bytes = value.bytes();
    return bytes.remaining() >= 4 ? bytes.getInt() : bytes.hasRemaining() ? bytes.get() : 0;
  }
}
