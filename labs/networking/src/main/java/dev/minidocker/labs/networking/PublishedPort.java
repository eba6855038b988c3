package dev.minidocker.labs.networking;

import dev.minidocker.labs.networking.nftables.Protocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A port of the host at which a container is reached.
 *
 * @param hostAddress nothing for every address of the host
 * @param containerAddress of the same version as the host's
 */
public record PublishedPort(
    Optional<InetAddress> hostAddress,
    int hostPort,
    InetAddress containerAddress,
    int containerPort,
    Protocol protocol) {

  public PublishedPort {
    check(hostPort);
    check(containerPort);
    if (hostAddress.isPresent()
        && hostAddress.get() instanceof Inet4Address != containerAddress instanceof Inet4Address) {
      throw new IllegalArgumentException(
          "IPv4 is not translated to IPv6: "
              + hostAddress.get().getHostAddress()
              + " to "
              + containerAddress.getHostAddress());
    }
  }

  private static void check(int port) {
    if (port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
  }

  boolean isIpv4() {
    return containerAddress instanceof Inet4Address;
  }
}
