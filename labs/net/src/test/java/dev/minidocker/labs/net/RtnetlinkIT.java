package dev.minidocker.labs.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.proc.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Requires(Need.NAMESPACES)
class RtnetlinkIT {
  private static final int TWO = 2;

  private final String a = madeUp("a");
  private final String b = madeUp("b");
  private Snapshot before;
  private Networks networks;
  private Rtnetlink here;
  private Rtnetlink there;

  @BeforeEach
  void makeNetworks() {
    before = Snapshot.take();
    networks = new Networks(TWO);
    here = networks.get(0);
    there = networks.get(1);
  }

  @AfterEach
  void nothingIsLeft() {
    networks.close();
    before.assertNothingLeaked();
  }

  @Test
  void aVethPairIsTwoLinksThatAreEachOthersPeer() {
    here.execute(Links.createVeth(NewLink.named(a), NewLink.named(b)));
    assertEquals(Optional.of("veth"), here.link(a).kind());
    assertEquals(Optional.of(here.link(b).index()), here.link(a).peer());
    assertEquals(Optional.of(here.link(a).index()), here.link(b).peer());
  }

  @Test
  void aPeerMayBeBornInAnotherNamespace() {
    here.execute(
        Links.createVeth(
            NewLink.named(a).withIndex(76), NewLink.named(b).withIndex(77), networks.target(1)));
    assertEquals(77, there.link(b).index());
    assertEquals(Optional.of(77), here.link(a).peer());
    assertTrue(here.link(a).peersNamespace().isPresent());
    assertFalse(names(here).contains(b));
  }

  @Test
  void aProcessNamesANamespaceToo() {
    here.execute(
        Links.createVeth(
            NewLink.named(a), NewLink.named(b), new TargetNamespace.OfProcess(networks.pid())));
    assertTrue(names(there).contains(b));
  }

  @Test
  void aLinkIsBornUpAndAPortOfABridge() {
    here.execute(Links.createBridge(NewLink.named(b).withIndex(50)));
    here.execute(
        Links.createVeth(NewLink.named(a).inBridge(50).switchedOn(), NewLink.named(a + "p")));
    assertTrue(here.link(a).isUp());
    assertEquals(Optional.of(50), here.link(a).master());
  }

  @Test
  void aLinkIsEnslavedAndReleased() {
    here.execute(Links.createBridge(NewLink.named(b)));
    here.execute(Links.createVeth(NewLink.named(a), NewLink.named(a + "p")));
    here.execute(Links.enslave(LinkId.named(a), here.link(b).index()));
    assertEquals(Optional.of(here.link(b).index()), here.link(a).master());
    here.execute(Links.release(LinkId.named(a)));
    assertEquals(Optional.empty(), here.link(a).master());
  }

  @Test
  void aCarrierTakesBothEnds() {
    here.execute(Links.createVeth(NewLink.named(a), NewLink.named(b), networks.target(1)));
    here.execute(Links.switchOn(LinkId.named(a)));
    assertTrue(here.link(a).isUp());
    assertFalse(here.link(a).hasCarrier());
    there.execute(Links.switchOn(LinkId.named(b)));
    assertTrue(here.link(a).hasCarrier());
    there.execute(Links.switchOff(LinkId.named(b)));
    assertFalse(here.link(a).hasCarrier());
  }

  @Test
  void aLinkIsRenamedResizedMovedAndDeletedWithItsPeer() {
    int mtu = ThreadLocalRandom.current().nextInt(576, 9000);
    here.execute(Links.createVeth(NewLink.named(a), NewLink.named(b)));
    here.execute(Links.rename(here.link(b).index(), b + "x"));
    here.execute(Links.setMtu(LinkId.named(b + "x"), mtu));
    assertEquals(mtu, here.link(b + "x").mtuBytes());
    here.execute(Links.move(LinkId.named(b + "x"), networks.target(1)));
    assertFalse(names(here).contains(b + "x"));
    assertEquals(mtu, there.link(b + "x").mtuBytes());
    there.execute(Links.delete(LinkId.named(b + "x")));
    assertEquals(List.of(), names(here).stream().filter(name -> name.startsWith("md")).toList());
  }

  @Test
  void anAddressBringsItsRouteWhileTheLinkIsUp() {
    for (String text : List.of("10.77.3.1/24", "fd77::1/64")) {
      IpPrefix address = IpPrefix.parse(text);
      String link = madeUp("r");
      here.execute(Links.createVeth(NewLink.named(link), NewLink.named(link + "p")));
      int index = here.link(link).index();
      here.execute(Links.switchOn(LinkId.of(index)));
      here.execute(Addresses.add(index, address));
      assertTrue(here.addresses().contains(new Address(index, address, 0)));
      assertTrue(
          here.routes().stream()
              .anyMatch(
                  route ->
                      route.destination().equals(address.network())
                          && route.link().equals(Optional.of(index))
                          && route.isInMainTable()));
      here.execute(Addresses.remove(index, address));
      assertFalse(here.addresses().contains(new Address(index, address, 0)));
    }
  }

  @Test
  void routesAndNeighboursComeAndGo() {
    here.execute(Links.createVeth(NewLink.named(a).switchedOn().withIndex(60), NewLink.named(b)));
    here.execute(Addresses.add(60, IpPrefix.parse("10.77.3.1/24")));
    IpPrefix far = IpPrefix.parse("10.99.0.0/16");
    IpPrefix near = IpPrefix.parse("10.98.0.0/16");
    here.execute(Routes.addVia(far, IpPrefix.address("10.77.3.9")));
    here.execute(Routes.addOn(near, 60));
    assertTrue(destinations().containsAll(List.of(far, near)));
    HardwareAddress hardware = HardwareAddress.parse("02:00:00:00:77:01");
    here.execute(Neighbours.add(60, IpPrefix.address("10.77.3.9"), hardware));
    assertEquals(
        List.of(Optional.of(hardware)),
        here.neighbours().stream()
            .filter(Neighbour::isPermanent)
            .map(Neighbour::hardware)
            .toList());
    here.execute(Neighbours.remove(60, IpPrefix.address("10.77.3.9")));
    here.execute(Routes.removeVia(far, IpPrefix.address("10.77.3.9")));
    here.execute(Routes.removeOn(near, 60));
    assertFalse(destinations().contains(far));
    assertFalse(destinations().contains(near));
    assertTrue(here.neighbours().stream().noneMatch(Neighbour::isPermanent));
  }

  private List<IpPrefix> destinations() {
    return here.routes().stream().map(Route::destination).toList();
  }

  private static List<String> names(Rtnetlink network) {
    return network.links().stream().map(Link::name).toList();
  }

  static String madeUp(String end) {
    return "md" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 16, 1 << 24)) + end;
  }
}
