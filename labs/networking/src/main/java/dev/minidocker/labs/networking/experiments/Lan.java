package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labs.net.Addresses;
import dev.minidocker.labs.net.Endpoint;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Uplink;
import dev.minidocker.labs.networking.BridgeNetwork;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A bridge of the host, and the containers at it: pieces of a program.
 *
 * @param bridge its name
 * @param index its number
 * @param prefix the first three octets of all addresses
 */
record Lan(String bridge, int index, String prefix) {
  private static final int INSIDE = 100;
  private static final long READY_NANOS = 20_000_000;

  static Lan madeUp() {
    return new Lan(Names.madeUp(), 200, Names.network());
  }

  /** With addresses that those of the first never have. */
  static Lan another() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String prefix = "172." + random.nextInt(16, 32) + "." + random.nextInt(256) + ".";
    return new Lan(Names.madeUp(), 201, prefix);
  }

  /** The bridge, which gets the first address; the process is in the host's network. */
  Program made(Place host) {
    return host.asking(
        bridge,
        Links.createBridge(
            NewLink.named(bridge).withIndex(index).withHardware(hardware()).switchedOn()),
        Addresses.add(index, IpPrefix.parse(prefix + "1/24")));
  }

  /** Not that of a port, which a neighbour would remember when it has gone. */
  private HardwareAddress hardware() {
    return HardwareAddress.of((Inet4Address) gateway());
  }

  /** From the host's network into a new one that is connected to the bridge. */
  Program joined(NetMechanism mechanism, Place container, int number, String outside) {
    String name = container.name();
    Endpoint endpoint =
        new Endpoint(
            NewLink.named("eth0").withIndex(INSIDE),
            new Uplink.Bridge(outside, index),
            List.of(IpPrefix.parse(prefix + number + "/24")),
            List.of(gateway()));
    return mechanism
        .openHost(name)
        .then(Tasks.unshare(CLONE_NEWNET))
        .then(container.here())
        .then(mechanism.connect(name, endpoint))
        .then(pause());
  }

  /** What comes before a new port forwards is lost, and who asked ARP waits a second. */
  private static Program pause() {
    ByteBuffer timespec = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    timespec.putLong(8, READY_NANOS);
    return Program.of(
        Step.of(
                Syscall.PPOLL,
                Arg.NULL,
                Arg.of(0),
                new Arg.Bytes(timespec.array(), "{tv_sec=0, tv_nsec=" + READY_NANOS + "}"),
                Arg.NULL,
                Arg.of(0))
            .because("a port of a bridge forwards some moments after it is up"));
  }

  Program joined(NetMechanism mechanism, Place container, int number) {
    return joined(mechanism, container, number, Names.madeUp());
  }

  InetAddress gateway() {
    return address(1);
  }

  InetAddress address(int number) {
    return IpPrefix.address(prefix + number);
  }

  /** What rules must know of it. */
  BridgeNetwork network() {
    IpPrefix subnet = IpPrefix.parse(prefix + "0/24");
    return new BridgeNetwork(bridge, List.of(subnet), BridgeNetwork.MASQUERADED);
  }
}
