package dev.minidocker.labs.networking.ipam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.net.IpPrefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AddressPoolProperties {

  /** The model: all addresses of a small subnet, one by one, and which a container may have. */
  private static List<InetAddress> usable(AddressPool pool) {
    List<InetAddress> all = new ArrayList<>();
    int bits = pool.subnet().address().getAddress().length * 8;
    int size = 1 << (bits - pool.subnet().length());
    for (int i = 0; i < size; i++) {
      boolean network = i == 0 && size > 2;
      boolean broadcast = i == size - 1 && size > 2 && bits == 32;
      byte[] address = pool.subnet().address().getAddress();
      address[address.length - 1] += (byte) i;
      InetAddress one = of(address);
      boolean kept = one.equals(pool.gateway()) || pool.auxiliary().containsValue(one);
      if (!network && !broadcast && !kept) {
        all.add(one);
      }
    }
    return all;
  }

  private static InetAddress of(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Connections come and go; nobody gets what another has, and who asks gets one while there is.
   */
  @Property
  void noAddressIsHandedOutTwiceAndNoneIsLost(
      @ForAll("pools") AddressPool pool, @ForAll @Size(max = 60) List<Integer> comingsAndGoings) {
    List<InetAddress> model = usable(pool).stream().filter(pool.range()::contains).toList();
    List<InetAddress> taken = new ArrayList<>();
    Optional<InetAddress> last = Optional.empty();
    for (int act : comingsAndGoings) {
      if (act % 3 == 0 && !taken.isEmpty()) {
        taken.remove(Math.floorMod(act / 3, taken.size()));
      } else if (taken.size() == model.size()) {
        Set<InetAddress> all = Set.copyOf(taken);
        Optional<InetAddress> before = last;
        assertThrows(IpamException.class, () -> pool.next(all, before));
      } else {
        InetAddress next = pool.next(Set.copyOf(taken), last);
        assertTrue(model.contains(next), () -> next + " of " + model);
        assertFalse(taken.contains(next), () -> next + " again");
        taken.add(next);
        last = Optional.of(next);
      }
    }
  }

  @Property
  void allAreHandedOutBeforeOneComesAgain(@ForAll("pools") AddressPool pool) {
    List<InetAddress> model = usable(pool).stream().filter(pool.range()::contains).toList();
    Optional<InetAddress> last = Optional.empty();
    List<InetAddress> seen = new ArrayList<>();
    for (int i = 0; i < model.size(); i++) {
      last = Optional.of(pool.next(Set.of(), last));
      seen.add(last.get());
    }
    assertEquals(new HashSet<>(model), new HashSet<>(seen));
  }

  @Property
  void whoAsksForAnAddressGetsItIfItIsUsableAndFree(
      @ForAll("pools") AddressPool pool, @ForAll("hosts") InetAddress wanted) {
    Set<InetAddress> taken = new HashSet<>(List.of(wanted));
    if (usable(pool).contains(wanted)) {
      pool.check(wanted, Set.of());
      assertThrows(IpamException.class, () -> pool.check(wanted, taken));
    } else {
      assertThrows(IpamException.class, () -> pool.check(wanted, Set.of()));
    }
  }

  @Property
  void theFirstAddressIsTheGatewaysIfNobodySaysOtherwise(@ForAll("subnets") IpPrefix subnet) {
    AddressPool pool = AddressPool.of(subnet, Optional.empty(), Optional.empty());
    assertTrue(subnet.contains(pool.gateway()));
    assertFalse(usable(pool).contains(pool.gateway()));
    assertTrue(
        new TreeSet<>(usable(pool).stream().map(AddressNumbers::number).toList())
            .headSet(AddressNumbers.number(pool.gateway()))
            .isEmpty());
  }

  /** Of the gateway and all that a container may have, the first. */
  @Property
  void theGatewayIsTheFirstThatIsNotKeptForOthers(
      @ForAll("subnets") IpPrefix subnet, @ForAll @IntRange(max = 3) int kept) {
    AddressPool plain = AddressPool.of(subnet, Optional.empty(), Optional.empty());
    List<InetAddress> all = new ArrayList<>(List.of(plain.gateway()));
    all.addAll(usable(plain));
    Map<String, InetAddress> auxiliary = new TreeMap<>();
    for (InetAddress one : all.subList(0, Math.min(kept, all.size()))) {
      auxiliary.put("host" + auxiliary.size(), one);
    }
    if (auxiliary.size() < all.size()) {
      AddressPool pool = AddressPool.of(subnet, Optional.empty(), Optional.empty(), auxiliary);
      assertEquals(all.get(auxiliary.size()), pool.gateway());
    } else {
      assertThrows(
          IpamException.class,
          () -> AddressPool.of(subnet, Optional.empty(), Optional.empty(), auxiliary));
    }
  }

  @Example
  void noGatewayIsBehindTheLastAddressOfAll() {
    Map<String, InetAddress> both = new TreeMap<>();
    List.of("255.255.255.254", "255.255.255.255")
        .forEach(text -> both.put(text, IpPrefix.address(text)));
    IpPrefix last = IpPrefix.parse("255.255.255.254/31");
    assertThrows(
        IpamException.class, () -> AddressPool.of(last, Optional.empty(), Optional.empty(), both));
  }

  @Property
  void whatIsKeptIsNoGatewayAndInTheSubnet(
      @ForAll("pools") AddressPool pool, @ForAll("hosts") InetAddress other) {
    Map<String, InetAddress> auxiliary = Map.of("router", other);
    Optional<IpPrefix> range = Optional.of(pool.range());
    Optional<InetAddress> gateway = Optional.of(pool.gateway());
    List<InetAddress> free = usable(AddressPool.of(pool.subnet(), range, gateway));
    if (free.contains(other)) {
      AddressPool kept = AddressPool.of(pool.subnet(), range, gateway, auxiliary);
      assertThrows(IpamException.class, () -> kept.check(other, Set.of()));
    } else {
      assertThrows(
          IpamException.class, () -> AddressPool.of(pool.subnet(), range, gateway, auxiliary));
    }
  }

  @Property
  void theNextSubnetOverlapsNone(
      @ForAll @Size(max = 20) List<@net.jqwik.api.From("any") IpPrefix> inUse) {
    IpPrefix next = SubnetPool.next(inUse);
    for (IpPrefix used : inUse) {
      assertFalse(
          used.length() > 0 && (used.contains(next.address()) || next.contains(used.address())),
          () -> next + " and " + used);
    }
  }

  @Provide
  Arbitrary<IpPrefix> subnets() {
    Arbitrary<IpPrefix> four =
        Combinators.combine(
                Arbitraries.integers().between(0, 255), Arbitraries.integers().between(26, 32))
            .as((last, length) -> IpPrefix.parse("10.1.2." + last + "/" + length).network());
    Arbitrary<IpPrefix> six =
        Combinators.combine(
                Arbitraries.integers().between(0, 255), Arbitraries.integers().between(122, 128))
            .as((last, length) -> IpPrefix.parse("fd00::%x/%d".formatted(last, length)).network());
    return Arbitraries.oneOf(four, six);
  }

  @Provide
  Arbitrary<AddressPool> pools() {
    return Combinators.combine(
            subnets(),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers(),
            Arbitraries.integers().list().ofMaxSize(3))
        .as(
            (subnet, longer, where, others) -> {
              int bits = subnet.address().getAddress().length * 8;
              int length = Math.min(bits, subnet.length() + longer);
              byte[] part = subnet.address().getAddress();
              part[part.length - 1] += (byte) Math.floorMod(where, 1 << (bits - subnet.length()));
              IpPrefix range = new IpPrefix(of(part), length).network();
              AddressPool pool =
                  AddressPool.of(
                      subnet,
                      Optional.of(range).filter(one -> hasUsable(subnet, one)),
                      Optional.empty());
              return keeping(pool, others);
            });
  }

  /** The same with some of its addresses kept for others. */
  private static AddressPool keeping(AddressPool pool, List<Integer> numbers) {
    List<InetAddress> all = usable(pool);
    Map<String, InetAddress> auxiliary = new TreeMap<>();
    for (int number : all.isEmpty() ? List.<Integer>of() : numbers) {
      auxiliary.put("host" + auxiliary.size(), all.get(Math.floorMod(number, all.size())));
    }
    return AddressPool.of(
        pool.subnet(), Optional.of(pool.range()), Optional.of(pool.gateway()), auxiliary);
  }

  private static boolean hasUsable(IpPrefix subnet, IpPrefix range) {
    AddressPool whole = AddressPool.of(subnet, Optional.empty(), Optional.empty());
    return range.contains(whole.gateway()) || usable(whole).stream().anyMatch(range::contains);
  }

  @Property
  void aRangeOfWhichNobodyCanHaveAnAddressIsRefused(@ForAll("subnets") IpPrefix subnet) {
    int bits = subnet.address().getAddress().length * 8;
    IpPrefix itself = new IpPrefix(subnet.address(), bits);
    if (hasUsable(subnet, itself)) {
      assertEquals(
          itself.address(),
          AddressPool.of(subnet, Optional.of(itself), Optional.empty()).gateway());
    } else {
      assertThrows(
          IpamException.class, () -> AddressPool.of(subnet, Optional.of(itself), Optional.empty()));
    }
  }

  @Provide
  Arbitrary<InetAddress> hosts() {
    return subnets().map(IpPrefix::address);
  }

  @Provide
  Arbitrary<IpPrefix> any() {
    return Combinators.combine(
            Arbitraries.integers().between(16, 31),
            Arbitraries.integers().between(0, 255),
            Arbitraries.integers().between(9, 32))
        .as(
            (second, third, length) ->
                IpPrefix.parse("172." + second + "." + third + ".0/" + length).network());
  }
}
