package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.conntrack.Conntrack;
import dev.minidocker.labs.networking.conntrack.Flow;
import dev.minidocker.labs.networking.nftables.Protocol;
import dev.minidocker.linux.ErrnoException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Flows that began before a port was published or taken back. The kernel leads them on as they
 * began: a client of UDP that keeps its own port, for as long as it goes on sending. Those of TCP
 * end with their connections.
 */
final class BegunFlows {
  private final List<PublishedPort> ports;

  BegunFlows(List<PublishedPort> ports) {
    this.ports = ports.stream().filter(port -> port.protocol() == Protocol.UDP).toList();
  }

  /**
   * Whoever asks for one of the ports comes to its container from now on.
   *
   * @param addresses of the host
   * @return what hinders it
   */
  Optional<String> forgetThoseElsewhere(Supplier<List<InetAddress>> addresses) {
    List<InetAddress> own = ports.isEmpty() ? List.of() : addresses.get();
    return forget(
        flow ->
            ports.stream().anyMatch(port -> flow.asksFor(port, own))
                && ports.stream().noneMatch(flow::leadsTo));
  }

  /**
   * Nobody comes to the container by one of the ports any more.
   *
   * @return what hinders it
   */
  Optional<String> forgetThoseToThem() {
    return forget(flow -> ports.stream().anyMatch(flow::leadsTo));
  }

  private Optional<String> forget(Predicate<Flow> which) {
    if (ports.isEmpty()) {
      return Optional.empty();
    }
    try (Conntrack flows = Conntrack.here()) {
      flows.forget(which);
      return Optional.empty();
    } catch (ErrnoException e) {
      return Optional.of(
          "clients of UDP that asked before may be led elsewhere for two minutes: "
              + e.getMessage());
    }
  }
}
