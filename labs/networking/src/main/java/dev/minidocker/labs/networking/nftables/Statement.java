package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Counter;
import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.Immediate;
import dev.minidocker.labs.networking.nftables.expression.Lookup;
import dev.minidocker.labs.networking.nftables.expression.Masq;
import dev.minidocker.labs.networking.nftables.expression.Nat;
import dev.minidocker.labs.networking.nftables.expression.Registers;
import dev.minidocker.labs.networking.nftables.expression.Reject;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.labs.networking.nftables.expression.Verdict;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a rule as nft(8) writes it, and what the kernel runs for it. Those that say what must
 * hold of a packet are in {@link Match}.
 */
public record Statement(List<Expression> expressions) {

  public Statement {
    expressions = List.copyOf(expressions);
  }

  static Statement of(Expression... expressions) {
    return new Statement(Arrays.asList(expressions));
  }

  /** The same, and more behind. */
  Statement then(Expression... more) {
    List<Expression> all = new ArrayList<>(expressions);
    all.addAll(Arrays.asList(more));
    return new Statement(all);
  }

  public static Statement accept() {
    return verdict(Verdict.ACCEPT);
  }

  public static Statement drop() {
    return verdict(Verdict.DROP);
  }

  public static Statement returns() {
    return verdict(Verdict.RETURN);
  }

  public static Statement jump(String chain) {
    return verdict(Verdict.jump(chain));
  }

  public static Statement goTo(String chain) {
    return verdict(Verdict.goTo(chain));
  }

  private static Statement verdict(Verdict verdict) {
    return of(new Immediate(Expression.NFT_REG_VERDICT, verdict));
  }

  /** Drops the packet and tells its sender that nobody listens. */
  public static Statement reject() {
    return of(new Reject(Reject.NFT_REJECT_ICMPX_UNREACH, Reject.NFT_REJECT_ICMPX_PORT_UNREACH));
  }

  /** Counts what comes to this place of the rule. */
  public static Statement counter() {
    return of(new Counter(0, 0));
  }

  /** As the source appears the address of the link by which the packet leaves. */
  public static Statement masquerade() {
    return of(new Masq(0, 0, 0));
  }

  /** As the source appears this address. */
  public static Statement snat(InetAddress source) {
    int register = Registers.FIRST;
    return of(
        new Immediate(register, Value.of(source)),
        new Nat(Nat.NFT_NAT_SNAT, family(source), register, 0, 0, 0, 0));
  }

  /** The packet goes to this address and port instead. */
  public static Statement dnat(InetAddress destination, int port) {
    int address = Registers.FIRST;
    int behind = Registers.behind(address, destination.getAddress().length);
    return of(
        new Immediate(address, Value.of(destination)),
        new Immediate(behind, Value.ofPort(port)),
        new Nat(Nat.NFT_NAT_DNAT, family(destination), address, 0, behind, 0, 0));
  }

  /**
   * The packet goes to the address and port that a map has for some of its parts; where it has
   * none, the rule is left.
   *
   * @param map to an address and a port
   */
  public static Statement dnat(NamedSet map, PacketPart... key) {
    int bytes = map.data().get(0).bytes();
    int family = map.data().get(0) == DataType.IPV4_ADDR ? Nat.NFPROTO_IPV4 : Nat.NFPROTO_IPV6;
    int address = Registers.FIRST;
    int port = Registers.behind(address, bytes);
    return new Statement(PacketPart.loads(key))
        .then(
            new Lookup(map.name(), Registers.FIRST, address, 0),
            new Nat(Nat.NFT_NAT_DNAT, family, address, 0, port, 0, 0));
  }

  /**
   * The verdict that a map has for some of the packet's parts; where it has none, the rule is left.
   */
  public static Statement verdictOf(NamedSet map, PacketPart... key) {
    return new Statement(PacketPart.loads(key))
        .then(new Lookup(map.name(), Registers.FIRST, Expression.NFT_REG_VERDICT, 0));
  }

  private static int family(InetAddress address) {
    return address instanceof Inet4Address ? Nat.NFPROTO_IPV4 : Nat.NFPROTO_IPV6;
  }

  /** As nft(8) writes it. */
  @Override
  public String toString() {
    return new RuleText(Family.INET).of(new Rule(expressions, ""));
  }
}
