package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.dns.NameTable;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The names in the networks of one container, as the files of all containers have them now. */
final class ContainerNames implements NameTable {
  private final NetworkStore store;
  private final Path container;
  private final Function<Network, List<ContainerEndpoint>> elsewhere;

  /**
   * @param container the directory of the container, whose record says in which networks it is
   * @param elsewhere the containers at other hosts
   */
  ContainerNames(
      NetworkStore store, Path container, Function<Network, List<ContainerEndpoint>> elsewhere) {
    this.store = store;
    this.container = container;
    this.elsewhere = elsewhere;
  }

  private Stream<Network> all() {
    return ConnectionRecord.of(container).endpoints().stream()
        .flatMap(endpoint -> store.find(endpoint.network()).stream());
  }

  private List<Network> networks() {
    return all().filter(Network::hasNames).toList();
  }

  /** Or names would be a way outside: whoever answers for a domain sees what is asked in it. */
  @Override
  public boolean othersAreAsked() {
    return !all().allMatch(Network::internal);
  }

  @Override
  public List<InetAddress> addresses(String name) {
    List<InetAddress> found = new ArrayList<>();
    for (Network network : networks()) {
      String suffix = "." + network.name().toLowerCase(Locale.ROOT);
      String plain =
          name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
      for (ContainerEndpoint endpoint : endpoints(network)) {
        if (endpoint.names().stream().anyMatch(plain::equalsIgnoreCase)) {
          endpoint.addresses().forEach(one -> found.add(one.address()));
        }
      }
    }
    return found;
  }

  @Override
  public Optional<String> name(InetAddress address) {
    for (Network network : networks()) {
      Optional<String> name =
          endpoints(network).stream()
              .filter(endpoint -> has(endpoint, address))
              .flatMap(endpoint -> endpoint.names().stream().limit(1))
              .map(first -> first + "." + network.name())
              .findFirst();
      if (name.isPresent()) {
        return name;
      }
    }
    return Optional.empty();
  }

  private static boolean has(ContainerEndpoint endpoint, InetAddress address) {
    return endpoint.addresses().stream().anyMatch(one -> one.address().equals(address));
  }

  /** Those of this host, and then the others. */
  private List<ContainerEndpoint> endpoints(Network network) {
    List<ContainerEndpoint> all = new ArrayList<>();
    for (String id : new LinkedHashSet<>(store.leases(network).all().values())) {
      ConnectionRecord.of(container.resolveSibling(id)).endpoints().stream()
          .filter(endpoint -> endpoint.network().equals(network.name()))
          .findFirst()
          .ifPresent(all::add);
    }
    all.addAll(elsewhere.apply(network));
    return all;
  }
}
