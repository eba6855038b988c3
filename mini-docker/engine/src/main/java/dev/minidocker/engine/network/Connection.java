package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.dns.DnsServer;
import dev.minidocker.labs.networking.dns.NameTable;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * A container's way to others, while it runs. Closing it gives the ports of the host back, and ends
 * its name server, and what other hosts were told of it.
 */
public final class Connection implements AutoCloseable {

  /** By which a container's program asks for its name server. */
  public static final int NAME_SERVER = 0x6e_61_6d_65; // "name": no other question has this number

  /** Where the container finds it. */
  public static final String NAME_SERVER_ADDRESS = "127.0.0.11"; // docker's

  private static final int DOMAIN = 53;

  private final NetworkMode mode;
  private final ConnectionRecord record;
  private final List<HeldPort> ports;
  private final List<Membership> memberships;
  private final Optional<NameTable> names;
  private final Optional<JoinedNetwork> shared;
  private final HostNetwork host;
  private final List<String> warnings;
  private Optional<DnsServer> nameServer = Optional.empty();

  Connection(
      NetworkMode mode,
      ConnectionRecord record,
      List<HeldPort> ports,
      List<Membership> memberships,
      NameTable names,
      HostNetwork host,
      List<String> warnings) {
    this(mode, record, ports, memberships, Optional.of(names), Optional.empty(), host, warnings);
  }

  private Connection(
      NetworkMode mode,
      ConnectionRecord record,
      List<HeldPort> ports,
      List<Membership> memberships,
      Optional<NameTable> names,
      Optional<JoinedNetwork> shared,
      HostNetwork host,
      List<String> warnings) {
    this.mode = mode;
    this.record = record;
    this.ports = List.copyOf(ports);
    this.memberships = List.copyOf(memberships);
    this.names = names;
    this.shared = shared;
    this.host = host;
    this.warnings = List.copyOf(warnings);
  }

  /** A way that needs nothing of what others could need. */
  static Connection of(NetworkMode mode) {
    return new Connection(
        mode,
        ConnectionRecord.NONE,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        HostNetwork.OwnNetwork.HERE,
        List.of());
  }

  /**
   * The network of another container, which is closed with this.
   *
   * @throws NetworkException if it cannot be entered
   */
  static Connection sharing(JoinedNetwork network) {
    return new Connection(
        network.mode(),
        ConnectionRecord.NONE,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of(network),
        HostNetwork.OwnNetwork.HERE,
        List.of());
  }

  public NetworkMode mode() {
    return mode;
  }

  public ConnectionRecord record() {
    return record;
  }

  /** What does not let its packets pass, a line each. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Answers the container's questions for names from now on.
   *
   * @param pid of its process, which is in its network namespace
   * @param upstream addresses of the servers that are asked for other names
   */
  public void serveNames(int pid, List<String> upstream) {
    nameServer =
        Optional.of(
            NameService.start(
                pid,
                host.entrance().isPresent(),
                names.orElseThrow(),
                upstream.stream().map(one -> new InetSocketAddress(one, DOMAIN)).toList()));
  }

  @Override
  public void close() {
    nameServer.ifPresent(DnsServer::close);
    memberships.forEach(Membership::close);
    ports.forEach(HeldPort::close);
    shared.ifPresent(JoinedNetwork::close);
    host.close();
  }
}
