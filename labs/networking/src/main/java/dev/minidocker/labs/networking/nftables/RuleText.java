package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Bitwise;
import dev.minidocker.labs.networking.nftables.expression.Cmp;
import dev.minidocker.labs.networking.nftables.expression.Counter;
import dev.minidocker.labs.networking.nftables.expression.Ct;
import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.Fib;
import dev.minidocker.labs.networking.nftables.expression.Foreign;
import dev.minidocker.labs.networking.nftables.expression.Immediate;
import dev.minidocker.labs.networking.nftables.expression.Lookup;
import dev.minidocker.labs.networking.nftables.expression.Masq;
import dev.minidocker.labs.networking.nftables.expression.Meta;
import dev.minidocker.labs.networking.nftables.expression.Nat;
import dev.minidocker.labs.networking.nftables.expression.Payload;
import dev.minidocker.labs.networking.nftables.expression.Redir;
import dev.minidocker.labs.networking.nftables.expression.Registers;
import dev.minidocker.labs.networking.nftables.expression.Reject;
import dev.minidocker.labs.networking.nftables.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A rule as nft(8) lists it, from nothing but what the kernel runs: the registers are followed, and
 * what was asked only because the next question needs it is left out, as nft does.
 */
final class RuleText {
  private final Family family;

  /** What the registers hold, by the piece in which it begins. */
  private final TreeMap<Integer, Loaded> registers = new TreeMap<>();

  private final List<String> parts = new ArrayList<>();

  /** Where in {@link #parts} a question stands that the next one may make superfluous. */
  private Optional<Integer> version = Optional.empty();

  private Optional<Integer> transport = Optional.empty();
  private String transportName = "th";

  RuleText(Family family) {
    this.family = family;
  }

  RuleText() {
    this(Family.INET);
  }

  String of(Rule rule) {
    registers.clear();
    parts.clear();
    version = Optional.empty();
    transport = Optional.empty();
    transportName = "th";
    rule.expressions().forEach(this::add);
    if (!rule.comment().isEmpty()) {
      parts.add("comment \"" + rule.comment() + '"');
    }
    return String.join(" ", parts.stream().filter(part -> !part.isEmpty()).toList());
  }

  private void add(Expression expression) {
    if (expression instanceof Meta meta) {
      load(meta.dreg(), Loaded.of(meta));
    } else if (expression instanceof Ct ct) {
      load(ct.dreg(), Loaded.of(ct));
    } else if (expression instanceof Fib fib) {
      load(fib.dreg(), Loaded.of(fib));
    } else if (expression instanceof Payload payload) {
      load(payload);
    } else if (expression instanceof Bitwise bitwise) {
      load(bitwise.dreg(), loaded(bitwise.sreg()).masked(bitwise.mask(), bitwise.xor()));
    } else if (expression instanceof Cmp cmp) {
      compare(cmp);
    } else if (expression instanceof Lookup lookup) {
      lookUp(lookup);
    } else if (expression instanceof Immediate immediate) {
      if (immediate.what() instanceof Value value) {
        load(immediate.dreg(), Loaded.constant(value));
      } else {
        parts.add(immediate.what().toString());
      }
    } else {
      parts.add(action(expression));
    }
  }

  private void load(int register, Loaded what) {
    int piece = Registers.piece(register);
    registers.tailMap(piece).clear();
    registers.put(piece, what);
  }

  private Loaded loaded(int register) {
    return registers.getOrDefault(Registers.piece(register), Loaded.UNKNOWN);
  }

  private void load(Payload payload) {
    Loaded what = Loaded.of(payload, transportName);
    if (payload.base() == Payload.NFT_PAYLOAD_NETWORK_HEADER) {
      version.ifPresent(index -> parts.set(index, ""));
      version = Optional.empty();
    } else if (payload.base() == Payload.NFT_PAYLOAD_TRANSPORT_HEADER) {
      transport.ifPresent(index -> parts.set(index, ""));
      transport = Optional.empty();
    }
    load(payload.dreg(), what);
  }

  private void compare(Cmp cmp) {
    Loaded left = loaded(cmp.sreg());
    String text = left.compared(cmp.op(), cmp.value());
    int last = parts.size() - 1;
    String from = left.text() + " >= ";
    if (cmp.op() == Cmp.NFT_CMP_LTE && last >= 0 && parts.get(last).startsWith(from)) {
      String first = parts.get(last).substring(from.length());
      parts.set(last, left.text() + " " + first + "-" + left.format().text(cmp.value()));
      return;
    }
    parts.add(text);
    if (cmp.op() == Cmp.NFT_CMP_EQ && left.text().equals("meta nfproto")) {
      version = Optional.of(parts.size() - 1);
    } else if (cmp.op() == Cmp.NFT_CMP_EQ && left.text().equals("meta l4proto")) {
      String name = left.format().text(cmp.value());
      if (List.of("tcp", "udp", "sctp").contains(name)) {
        transport = Optional.of(parts.size() - 1);
        transportName = name;
      }
    }
  }

  private void lookUp(Lookup lookup) {
    String key = concatenation(lookup.sreg());
    if (lookup.dreg() == Lookup.NO_RESULT) {
      boolean inverted = (lookup.flags() & Lookup.NFT_LOOKUP_F_INV) != 0;
      parts.add(key + (inverted ? " != @" : " @") + lookup.set());
    } else if (lookup.dreg() == Expression.NFT_REG_VERDICT) {
      parts.add(key + " vmap @" + lookup.set());
    } else {
      load(lookup.dreg(), Loaded.found(key + " map @" + lookup.set()));
    }
  }

  /** All that was loaded one behind the other from this register on; it is used by that. */
  private String concatenation(int register) {
    List<String> texts = new ArrayList<>();
    int piece = Registers.piece(register);
    while (registers.containsKey(piece)) {
      Loaded part = registers.remove(piece);
      texts.add(part.text());
      piece += (part.bytes() + 3) / 4;
    }
    return texts.isEmpty() ? Loaded.UNKNOWN.text() : String.join(" . ", texts);
  }

  private String action(Expression expression) {
    if (expression instanceof Nat nat) {
      return translation(nat);
    } else if (expression instanceof Masq masq) {
      return "masquerade" + ports(masq.protoMin(), masq.protoMax()) + flags(masq.flags());
    } else if (expression instanceof Redir redir) {
      return "redirect" + ports(redir.protoMin(), redir.protoMax()) + flags(redir.flags());
    } else if (expression instanceof Counter counter) {
      return "counter packets " + counter.packets() + " bytes " + counter.bytes();
    } else if (expression instanceof Reject reject) {
      return ActionText.of(reject);
    }
    return expression instanceof Foreign foreign ? foreign.toString() : expression.name();
  }

  private String translation(Nat nat) {
    boolean six = nat.family() == Nat.NFPROTO_IPV6;
    String how = nat.type() == Nat.NFT_NAT_SNAT ? "snat" : "dnat";
    String which = family == Family.INET ? six ? " ip6" : " ip" : "";
    String target = "";
    if (nat.addressMin() != 0) {
      Loaded address = loaded(nat.addressMin());
      if (address.isFound()) {
        return how + which + " to " + address.text() + flags(nat.flags());
      }
      DataType type = six ? DataType.IPV6_ADDR : DataType.IPV4_ADDR;
      target = range(type, nat.addressMin(), nat.addressMax());
      target = six && nat.protoMin() != 0 ? "[" + target + "]" : target;
    }
    String port =
        nat.protoMin() == 0
            ? ""
            : ":" + range(DataType.INET_SERVICE, nat.protoMin(), nat.protoMax());
    return how + which + " to " + target + port + flags(nat.flags());
  }

  private String ports(int first, int last) {
    return first == 0 ? "" : " to :" + range(DataType.INET_SERVICE, first, last);
  }

  private String range(DataType type, int first, int last) {
    String from = loaded(first).as(type);
    return last == 0 || last == first ? from : from + "-" + loaded(last).as(type);
  }

  private static String flags(int flags) {
    return ActionText.translationFlags(flags);
  }
}
