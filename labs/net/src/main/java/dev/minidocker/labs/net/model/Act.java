package dev.minidocker.labs.net.model;

import dev.minidocker.labs.net.IpPrefix;
import java.net.InetAddress;

/** Something that somebody does to the links of some network namespaces, which have numbers. */
public sealed interface Act {

  /** The network namespace in which it is done. */
  int network();

  /** A pair of links, each the other's peer; the second perhaps in another namespace. */
  record CreateVeth(int network, String name, int peersNetwork, String peersName) implements Act {}

  record CreateBridge(int network, String name) implements Act {}

  record Delete(int network, String name) implements Act {}

  record Move(int network, String name, int to) implements Act {}

  record SwitchOn(int network, String name) implements Act {}

  record SwitchOff(int network, String name) implements Act {}

  /** Makes a link a port of a bridge, or tries to. */
  record Enslave(int network, String name, String bridge) implements Act {}

  record AddAddress(int network, String name, IpPrefix address) implements Act {}

  record AddRoute(int network, IpPrefix destination, InetAddress gateway) implements Act {}
}
