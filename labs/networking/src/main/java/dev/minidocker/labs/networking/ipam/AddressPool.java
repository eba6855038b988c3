package dev.minidocker.labs.networking.ipam;

import dev.minidocker.labs.net.IpPrefix;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The addresses of one network that can be handed out. It remembers nothing: who asks says which
 * are taken, so that the same question always has the same answer.
 *
 * @param subnet the network; its own bits zero
 * @param range where addresses are taken from when nobody asks for one: the subnet, or a part of it
 * @param gateway the address of the bridge, which no container gets
 * @param auxiliary addresses that no container gets either, by the names of those that have them
 */
public record AddressPool(
    IpPrefix subnet, IpPrefix range, InetAddress gateway, Map<String, InetAddress> auxiliary) {

  public AddressPool {
    auxiliary = Collections.unmodifiableMap(new TreeMap<>(auxiliary));
  }

  /** The same without auxiliary addresses. */
  public static AddressPool of(
      IpPrefix subnet, Optional<IpPrefix> range, Optional<InetAddress> gateway) {
    return of(subnet, range, gateway, Map.of());
  }

  /**
   * As {@code network create} has it from its flags.
   *
   * @throws IpamException if they do not fit together
   */
  public static AddressPool of(
      IpPrefix subnet,
      Optional<IpPrefix> range,
      Optional<InetAddress> gateway,
      Map<String, InetAddress> auxiliary) {
    if (!subnet.network().equals(subnet)) {
      throw new IpamException(
          "subnet " + subnet + " has bits behind its prefix. Write it as " + subnet.network());
    }
    IpPrefix from = range.orElse(subnet);
    if (!within(from, subnet)) {
      throw new IpamException("ip-range " + from + " is not a part of subnet " + subnet);
    }
    AddressPool pool = new AddressPool(subnet, from, subnet.address(), auxiliary);
    if (pool.lowest().compareTo(pool.highest()) > 0) {
      throw new IpamException(
          "ip-range "
              + from
              + " has no address of subnet "
              + subnet
              + " that a container can have");
    }
    auxiliary.values().forEach(pool::checkUsable);
    InetAddress own = gateway.orElseGet(pool::usualGateway);
    pool.checkUsable(own);
    pool.checkNotAuxiliary(own);
    return new AddressPool(subnet, from, own, auxiliary);
  }

  /** The first of the range that nobody else has. */
  private InetAddress usualGateway() {
    BigInteger ordinal = lowest();
    while (ordinal.compareTo(highest()) <= 0) {
      if (!auxiliary.containsValue(at(ordinal))) {
        return at(ordinal);
      }
      ordinal = ordinal.add(BigInteger.ONE);
    }
    throw new IpamException("ip-range " + range + " has no address left for the gateway");
  }

  private static boolean within(IpPrefix part, IpPrefix whole) {
    return part.network().equals(part)
        && part.length() >= whole.length()
        && whole.contains(part.address());
  }

  /**
   * The address after the last one that was handed out, or the first that is free after that; from
   * the range's end it goes on at the beginning. An address that was given back is not used again
   * at once: a neighbour may still know its old owner.
   *
   * @throws IpamException if none is free
   */
  public InetAddress next(Set<InetAddress> taken, Optional<InetAddress> last) {
    BigInteger lowest = lowest();
    BigInteger count = highest().subtract(lowest).add(BigInteger.ONE);
    BigInteger first =
        last.filter(range::contains).map(one -> ordinal(one).add(BigInteger.ONE)).orElse(lowest);
    // of the gateway, the auxiliary ones, those taken, and one more, one is free
    BigInteger most = count.min(BigInteger.valueOf(taken.size() + auxiliary.size() + 2L));
    for (BigInteger i = BigInteger.ZERO; i.compareTo(most) < 0; i = i.add(BigInteger.ONE)) {
      InetAddress candidate = at(first.subtract(lowest).add(i).mod(count).add(lowest));
      if (!taken.contains(candidate)
          && !isGateway(candidate)
          && !auxiliary.containsValue(candidate)) {
        return candidate;
      }
    }
    throw new IpamException(
        "no address is free in "
            + range
            + ": "
            + taken.size()
            + " are taken. Remove containers"
            + " or connections, or make a network with a larger subnet");
  }

  /**
   * Whether a container can have the very address that it asks for.
   *
   * @throws IpamException if not, saying why
   */
  public void check(InetAddress wanted, Set<InetAddress> taken) {
    checkUsable(wanted);
    checkNotAuxiliary(wanted);
    if (isGateway(wanted)) {
      throw new IpamException(text(wanted) + " is the gateway of " + subnet);
    } else if (taken.contains(wanted)) {
      throw new IpamException(
          text(wanted) + " is taken in " + subnet + ". Ask for another, or none");
    }
  }

  private void checkNotAuxiliary(InetAddress address) {
    auxiliary.forEach(
        (name, kept) -> {
          if (kept.equals(address)) {
            throw new IpamException(text(address) + " is kept for \"" + name + "\" in " + subnet);
          }
        });
  }

  private boolean isGateway(InetAddress address) {
    return address.equals(gateway);
  }

  private void checkUsable(InetAddress address) {
    if (!subnet.contains(address)) {
      throw new IpamException(text(address) + " is outside of subnet " + subnet);
    }
    BigInteger ordinal = ordinal(address);
    if (ordinal.compareTo(lowestUsable()) < 0) {
      throw new IpamException(text(address) + " names the network " + subnet + " itself");
    } else if (ordinal.compareTo(highestUsable()) > 0) {
      throw new IpamException(text(address) + " is the broadcast address of " + subnet);
    }
  }

  /** The first of the range that can be used. */
  private BigInteger lowest() {
    return ordinal(range.address()).max(lowestUsable());
  }

  private BigInteger highest() {
    BigInteger end = ordinal(range.address()).add(size(range));
    return end.subtract(BigInteger.ONE).min(highestUsable());
  }

  /** The first address names the network, but where there are only two, RFC 3021, or one. */
  private BigInteger lowestUsable() {
    return size(subnet).compareTo(BigInteger.TWO) > 0 ? BigInteger.ONE : BigInteger.ZERO;
  }

  /** The last of IPv4 is for everybody; IPv6 has no such address. */
  private BigInteger highestUsable() {
    boolean broadcast = bits() == Integer.SIZE && size(subnet).compareTo(BigInteger.TWO) > 0;
    return size(subnet).subtract(broadcast ? BigInteger.TWO : BigInteger.ONE);
  }

  private BigInteger size(IpPrefix prefix) {
    return BigInteger.ONE.shiftLeft(bits() - prefix.length());
  }

  private int bits() {
    return subnet.address().getAddress().length * Byte.SIZE;
  }

  private BigInteger ordinal(InetAddress address) {
    return AddressNumbers.number(address).subtract(AddressNumbers.number(subnet.address()));
  }

  private InetAddress at(BigInteger ordinal) {
    return AddressNumbers.of(AddressNumbers.number(subnet.address()).add(ordinal), bits());
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }
}
