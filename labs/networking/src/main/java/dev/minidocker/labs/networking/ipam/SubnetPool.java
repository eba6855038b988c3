package dev.minidocker.labs.networking.ipam;

import dev.minidocker.labs.net.IpPrefix;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the subnets of networks come from whose maker named none. */
public final class SubnetPool {
  private static final int SECOND_OCTETS = 16; // 172.16.0.0/12, RFC 1918
  private static final int FIRST = 17;
  private static final int THIRD_OCTETS = 256;
  private static final int STEP = 16;

  /** Those of docker: 172.17.0.0/16 to 172.31.0.0/16, then /20s of 192.168.0.0/16. */
  private static final List<IpPrefix> USUAL =
      Stream.concat(
              IntStream.range(FIRST, SECOND_OCTETS + SECOND_OCTETS)
                  .mapToObj(second -> "172." + second + ".0.0/16"),
              IntStream.iterate(0, third -> third < THIRD_OCTETS, third -> third + STEP)
                  .mapToObj(third -> "192.168." + third + ".0/20"))
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
    return new IpPrefix(Addresses.of(prefix.or(global), 128), 64);
  }
}
