package dev.minidocker.engine.network;

import dev.minidocker.labs.net.IpPrefix;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this host passes on what is not for itself: it has to be told so. */
final class Forwarding {
  static final Path VERSION4 = Path.of("/proc/sys/net/ipv4/ip_forward");
  static final Path VERSION6 = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");

  private Forwarding() {}

  /**
   * Has it do so for the versions of IP that a network has.
   *
   * @throws NetworkException if it cannot be told
   */
  static void switchOn(Network network) {
    for (IpPrefix subnet : network.subnets()) {
      Path setting = subnet.address() instanceof Inet4Address ? VERSION4 : VERSION6;
      try {
        if (!Files.readString(setting).strip().equals("1")) {
          Files.writeString(setting, "1");
        }
      } catch (IOException e) {
        throw new NetworkException(
            "network "
                + network.name()
                + ": this host does not forward packets, and cannot be told to: "
                + setting
                + ": "
                + e.getMessage()
                + ". Ask who runs it to write 1 into that file",
            e);
      }
    }
  }
}
