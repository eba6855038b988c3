package dev.minidocker.lab.map;

import dev.minidocker.lab.map.NamespaceView.TableView;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.labs.net.Link;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.labs.networking.Translation;
import dev.minidocker.labs.networking.Translations;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the map from the kernel: first who holds which namespace, then each namespace is entered
 * and lists its links, addresses, routes and rules. Nothing is changed.
 */
final class MapReader {
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");
  private static final Path FIRST = Path.of("/proc/1/ns/net");

  private final long own = HolderSearch.inode(OWN);
  private final long first = HolderSearch.inode(FIRST);
  private final List<OpenNamespace> open = new ArrayList<>();
  private final List<NamespaceView> views = new ArrayList<>();

  private MapReader() {}

  static MachineMap read() {
    HolderSearch search = HolderSearch.search();
    MapReader reader = new MapReader();
    try {
      search.found().forEach(reader::open);
      reader.open.forEach(namespace -> reader.views.add(reader.view(namespace)));
    } finally {
      reader.open.forEach(OpenNamespace::close);
    }
    reader.views.sort(
        Comparator.comparing((NamespaceView view) -> view.inode() != reader.first)
            .thenComparing(view -> !view.here())
            .thenComparing(NamespaceView::inode));
    return new MachineMap(reader.views, hidden(search.refused()));
  }

  private static List<String> hidden(int refused) {
    return refused == 0
        ? List.of()
        : List.of(
            "network namespaces that only "
                + (refused == 1 ? "one process" : refused + " processes")
                + " of another user, or of more privileges, may hold:"
                + " readlink(\"/proc/PID/ns/net\"): EACCES (Permission denied). "
                + (Privilege.canMakeNamespaces()
                    ? "It takes CAP_SYS_PTRACE, and all capabilities that they have."
                    : "Root sees more: sudo bin/lab map"));
  }

  private void open(long inode, Holders holders) {
    try {
      OpenNamespace.open(inode, holders).ifPresent(open::add);
    } catch (ErrnoException e) {
      views.add(refused(inode, holders, e));
    }
  }

  private NamespaceView view(OpenNamespace namespace) {
    boolean here = namespace.inode() == own;
    try (Entrance entrance = here ? Entrance.here() : Entrance.into(namespace.descriptor())) {
      Rtnetlink route = entrance.route();
      List<Link> links = route.links();
      Map<Integer, Long> others = others(route, links);
      List<String> refusals = new ArrayList<>();
      List<TableView> tables = entrance.rules().map(n -> tables(n, refusals)).orElse(List.of());
      return new NamespaceView(
          namespace.inode(),
          here,
          namespace.holders(),
          LinkReading.views(namespace.inode(), links, route.addresses(), others),
          RouteText.defaults(route.routes(), links),
          tables,
          refusals);
    } catch (ErrnoException e) {
      return refused(namespace.inode(), namespace.holders(), e);
    }
  }

  private NamespaceView refused(long inode, Holders holders, ErrnoException e) {
    return new NamespaceView(
        inode,
        inode == own,
        holders,
        List.of(),
        List.of(),
        List.of(),
        List.of("what is in it: " + e.getMessage()));
  }

  /** The namespaces of the map by the numbers by which this one knows them. */
  private Map<Integer, Long> others(Rtnetlink route, List<Link> links) {
    Map<Integer, Long> others = new HashMap<>();
    if (links.stream().anyMatch(link -> link.peersNamespace().isPresent())) {
      for (OpenNamespace other : open) {
        route.idOf(other.descriptor()).ifPresent(id -> others.put(id, other.inode()));
      }
    }
    return others;
  }

  private static List<TableView> tables(Nftables rules, List<String> refusals) {
    try {
      Map<String, List<String>> tables = new LinkedHashMap<>();
      for (Translation one : Translations.of(rules.ruleset())) {
        String table = one.table().toString().replaceFirst("^table ", "");
        tables.computeIfAbsent(table, name -> new ArrayList<>()).add(one.text());
      }
      return tables.entrySet().stream().map(e -> new TableView(e.getKey(), e.getValue())).toList();
    } catch (ErrnoException | MalformedMessageException e) {
      refusals.add("what its rules translate: " + e.getMessage());
      return List.of();
    }
  }
}
