package dev.minidocker.labs.net;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.netlink.NetlinkConnection;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.NetlinkTransport;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * One network namespace, changed and listed from outside of it: requests of {@link Links}, {@link
 * Addresses}, {@link Routes}, {@link Neighbours}, {@link ForwardingEntries} and {@link Queues} over
 * a socket that belongs to it.
 *
 * <p>Every method throws {@link ErrnoException} if the kernel refuses, with the reason and what to
 * do. It may be used from any thread.
 */
public final class Rtnetlink implements AutoCloseable {
  private final NetlinkConnection connection;

  public Rtnetlink(NetlinkTransport transport) {
    this.connection = new NetlinkConnection(transport, RouteRefusals::remedy);
  }

  /** The network namespace that this JVM is in. */
  public static Rtnetlink here() {
    return new Rtnetlink(NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE));
  }

  /**
   * The network namespace in which a process opened a netlink socket; it stays in reach when the
   * process has left it or ended.
   *
   * @param process a descriptor of it
   * @param socket the socket, as it numbers it
   */
  public static Rtnetlink of(Fd process, int socket) {
    return new Rtnetlink(NetlinkSocket.takenFrom(process, socket));
  }

  /** Makes, changes or removes something. */
  public void execute(Request request) {
    connection.execute(request);
  }

  public List<Link> links() {
    return dump(Links.list()).stream().map(Link::from).toList();
  }

  /**
   * The link of this name.
   *
   * @throws ErrnoException ENODEV if there is none
   */
  public Link link(String name) {
    Request request = Links.list();
    return links().stream()
        .filter(link -> link.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ErrnoException(
                    "RTM_GETLINK(" + name + ")",
                    Errno.ENODEV,
                    RouteRefusals.remedy(request, Errno.ENODEV)));
  }

  public List<Address> addresses() {
    return dump(Addresses.list()).stream().map(Address::from).toList();
  }

  public List<Route> routes() {
    return dump(Routes.list()).stream().map(Route::from).toList();
  }

  /**
   * The route that a packet to this address would take now.
   *
   * @throws ErrnoException ENETUNREACH if there is none
   */
  public Route routeTo(InetAddress destination) {
    return Route.from(connection.ask(Routes.to(destination)).get(0));
  }

  public List<Neighbour> neighbours() {
    return dump(Neighbours.list()).stream().map(Neighbour::from).toList();
  }

  /** The forwarding tables of all bridges and tunnels. */
  public List<ForwardingEntry> forwardingEntries() {
    return dump(ForwardingEntries.list()).stream().map(ForwardingEntry::from).toList();
  }

  public List<Queue> queues() {
    return dump(Queues.list()).stream().map(Queue::from).toList();
  }

  /**
   * The number by which this network namespace knows another; nothing if it has none for it.
   *
   * @param namespace a descriptor of the other, of this process
   */
  public Optional<Integer> idOf(Fd namespace) {
    return connection.ask(NamespaceIds.of(namespace)).stream()
        .filter(answer -> answer.type() == RoutePayload.RTM_NEWNSID)
        .findFirst()
        .flatMap(NamespaceIds::idIn);
  }

  private List<NetlinkMessage> dump(Request request) {
    return connection.dump(request);
  }

  @Override
  public void close() {
    connection.close();
  }
}
