package dev.minidocker.labs.networking.experiments;

import dev.minidocker.labs.net.Addresses;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.netlink.Request;
import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Another machine, at the other end of the host's cable. It knows no way to the host's containers.
 *
 * @param place its network
 * @param prefix the first three octets of the two addresses
 */
record World(Place place, String prefix) {
  private static final int OWN_END = 100;
  private static final int HOSTS_END = 101;

  static World madeUp() {
    int octet = ThreadLocalRandom.current().nextInt(256);
    return new World(new Place("world"), "192.168." + octet + ".");
  }

  /** From the host's network; the process stays in the world's. */
  Program made(Place host) {
    NewLink own = NewLink.named("eth0").withIndex(OWN_END);
    NewLink hosts = NewLink.named(Names.madeUp()).withIndex(HOSTS_END);
    return place
        .made()
        .then(place.asking("cable", Links.createVeth(own, hosts, host.target())))
        .then(place.asking("address", Addresses.add(OWN_END, prefixOf(2)), on(OWN_END)))
        .then(host.entered())
        .then(host.asking("cable", Addresses.add(HOSTS_END, prefixOf(1)), on(HOSTS_END)))
        .then(place.entered());
  }

  private static Request on(int link) {
    return Links.switchOn(LinkId.of(link));
  }

  private IpPrefix prefixOf(int number) {
    return IpPrefix.parse(prefix + number + "/24");
  }

  /** The host's address outside. */
  InetAddress host() {
    return prefixOf(1).address();
  }

  InetAddress address() {
    return prefixOf(2).address();
  }
}
