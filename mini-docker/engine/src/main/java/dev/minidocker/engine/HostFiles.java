package dev.minidocker.engine;

import dev.minidocker.engine.network.Connection;
import dev.minidocker.engine.network.ContainerEndpoint;
import dev.minidocker.engine.network.NetworkMode;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.labs.mnt.Attachment;
import dev.minidocker.labs.net.Endpoint;
import dev.minidocker.labs.net.IpPrefix;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The three files that tell a container its names and whom to ask for others; hosts(5),
 * resolv.conf(5).
 */
final class HostFiles {
  private static final String HOSTS_FILE = "hosts";
  private static final String HOSTNAME_FILE = "hostname";
  private static final String RESOLVER_FILE = "resolv.conf";
  private static final String NAME_SERVER = "nameserver";
  private static final String OPTIONS = "options";
  private static final String NDOTS = "ndots:";
  private static final Path ETC = Path.of("/etc");

  /** Where systemd-resolved keeps the servers that it asks, when it is itself what others ask. */
  private static final Path BEHIND_RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

  private static final String HOSTS =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private HostFiles() {}

  /**
   * Writes the files into the container's directory; they are mounted, not part of its changes.
   *
   * @param other the directory of the container whose network it shares
   */
  static List<Attachment> write(
      ContainerDirectory directory,
      String hostname,
      NetworkRequest request,
      Connection network,
      Optional<Path> other) {
    directory.write(HOSTNAME_FILE, hostname + "\n");
    if (other.isPresent()) {
      directory.write(HOSTS_FILE, read(other.get().resolve(HOSTS_FILE)));
      directory.write(RESOLVER_FILE, read(other.get().resolve(RESOLVER_FILE)));
    } else {
      directory.write(HOSTS_FILE, hosts(hostname, request, network));
      directory.write(RESOLVER_FILE, resolver(request, network));
    }
    return attachments(directory.path());
  }

  /** What {@link #write} would return for this directory. */
  static List<Attachment> attachments(Path directory) {
    return Stream.of(HOSTS_FILE, HOSTNAME_FILE, RESOLVER_FILE)
        .<Attachment>map(
            name ->
                new Attachment.Bind(
                    directory.resolve(name), ETC.resolve(name).toString(), false, false))
        .toList();
  }

  private static String hosts(String hostname, NetworkRequest request, Connection network) {
    boolean ofHost = network.mode() instanceof NetworkMode.Host;
    StringBuilder text = new StringBuilder(ofHost ? read(ETC.resolve(HOSTS_FILE)) : HOSTS);
    for (ContainerEndpoint endpoint : network.record().endpoints()) {
      for (IpPrefix address : endpoint.addresses()) {
        text.append(address.address().getHostAddress()).append('\t').append(hostname).append('\n');
      }
    }
    for (NetworkRequest.KnownHost host : request.hosts()) {
      String address =
          host.address().equals(NetworkRequest.KnownHost.GATEWAY)
              ? gateway(network.mode())
              : host.address();
      text.append(address).append('\t').append(host.name()).append('\n');
    }
    return text.toString();
  }

  /** Where the host is, seen from the container. */
  private static String gateway(NetworkMode mode) {
    if (mode instanceof NetworkMode.Host) {
      return "127.0.0.1";
    }
    List<Endpoint> endpoints =
        mode instanceof NetworkMode.Own own ? own.endpoints() : List.<Endpoint>of();
    return endpoints.stream()
        .flatMap(endpoint -> endpoint.gateways().stream())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseThrow(
            () ->
                new StartFailure(
                    "--add-host …:"
                        + NetworkRequest.KnownHost.GATEWAY
                        + ": no network of the container leads to the host. Give an address, or"
                        + " --network bridge"));
  }

  /** Whom a container's name server asks: it does so from here, where a loopback is this host's. */
  static List<String> upstream(NetworkRequest request) {
    List<String> asked = request.resolver().servers();
    return asked.isEmpty() ? nameServers(read(ETC.resolve(RESOLVER_FILE))) : asked;
  }

  private static String resolver(NetworkRequest request, Connection network) {
    List<String> lines = new ArrayList<>(read(ETC.resolve(RESOLVER_FILE)).lines().toList());
    List<String> servers = request.resolver().servers();
    if (network.mode() instanceof NetworkMode.Own own && own.named()) {
      servers = List.of(Connection.NAME_SERVER_ADDRESS);
    } else if (!network.record().endpoints().isEmpty() && servers.isEmpty()) {
      servers = reachable();
      lines.removeIf(line -> line.startsWith(NAME_SERVER));
    }
    replace(lines, NAME_SERVER, servers, false);
    replace(lines, "search", request.resolver().search(), true);
    replace(lines, OPTIONS, request.resolver().options(), true);
    if (servers.contains(Connection.NAME_SERVER_ADDRESS)) {
      askAtOnce(lines);
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** A container's name has no dot, and is no part of a domain; unless somebody says otherwise. */
  private static void askAtOnce(List<String> lines) {
    if (lines.stream().noneMatch(line -> line.matches(OPTIONS + ".*\\s" + NDOTS + ".*"))) {
      lines.add(OPTIONS + " " + NDOTS + "0");
    }
  }

  /** The host's name servers that can be asked from another network namespace. */
  private static List<String> reachable() {
    return Stream.of(ETC.resolve(RESOLVER_FILE), BEHIND_RESOLVED)
        .map(file -> nameServers(read(file)))
        .map(all -> all.stream().filter(one -> !one.matches("127\\..*|::1")).toList())
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<String> nameServers(String resolver) {
    return resolver
        .lines()
        .filter(line -> line.matches(NAME_SERVER + "\\s+\\S+.*"))
        .map(line -> line.split("\\s+", -1)[1])
        .toList();
  }

  /** What is asked for stands in place of what the host has. */
  private static void replace(
      List<String> lines, String keyword, List<String> asked, boolean together) {
    if (asked.isEmpty()) {
      return;
    }
    lines.removeIf(line -> line.startsWith(keyword));
    for (String values : together ? List.of(String.join(" ", asked)) : asked) {
      lines.add(keyword + " " + values);
    }
  }

  /** A host without the file has nothing to say, and neither has the container. */
  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new StartFailure(
          "cannot read " + file + ": " + e.getMessage(), StartFailure.OUR_FAULT, e);
    }
  }
}
