package dev.minidocker.labs.networking.ipam;

import dev.minidocker.labs.net.IpPrefix;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the subnets of networks come from whose maker named none; RFC 1918 has private ones. */
public final class SubnetPool {
  /** Those of docker: 172.17.0.0/16 to 172.31.0.0/16, then /20s of 192.168.0.0/16. */
  private static final List<IpPrefix> USUAL =
      Stream.concat(
              IntStream.rangeClosed(17, 31).mapToObj(second -> "172." + second + ".0.0/16"),
              IntStream.range(0, 16).mapToObj(i -> "192.168." + i * 16 + ".0/20"))
          .map(IpPrefix::parse)
          .toList();

  private SubnetPool() {}

  /**
   * The first subnet that overlaps none of those in use: of other networks, and of the host's
   * routes, which lead somewhere already.
   *
   * @throws IpamException if there is none
   */
  public static IpPrefix next(Collection<IpPrefix> inUse) {
    return USUAL.stream()
        .filter(subnet -> inUse.stream().noneMatch(used -> overlap(subnet, used)))
        .findFirst()
        .orElseThrow(
            () ->
                new IpamException(
                    "all "
                        + USUAL.size()
                        + " subnets for networks are in use. Name one with --subnet, or remove"
                        + " networks that nobody needs (network prune)"));
  }

  /** Whether an address can be in both; a route to everywhere overlaps nothing. */
  public static boolean overlap(IpPrefix one, IpPrefix other) {
    if (one.length() == 0 || other.length() == 0) {
      return false;
    }
    boolean oneIsLarger = one.length() <= other.length();
    IpPrefix larger = oneIsLarger ? one : other;
    return larger.contains((oneIsLarger ? other : one).address());
  }

  /** A subnet of /64 for IPv6, local to this site and as random as RFC 4193 asks for. */
  public static IpPrefix uniqueLocal(BigInteger random) {
    BigInteger prefix = BigInteger.valueOf(0xfd).shiftLeft(120);
    BigInteger global = random.mod(BigInteger.ONE.shiftLeft(56)).shiftLeft(64);
    return new IpPrefix(AddressNumbers.of(prefix.or(global), 128), 64);
  }
}
