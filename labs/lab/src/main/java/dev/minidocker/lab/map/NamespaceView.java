package dev.minidocker.lab.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network namespace.
 *
 * @param inode of {@code net:[…]}
 * @param here whether the reader is in it
 * @param links by their indices
 * @param routes the default routes, in the words of ip(8)
 * @param translations what its rules translate, table by table
 * @param refusals what the kernel would not tell of it; a sentence each
 */
record NamespaceView(
    long inode,
    boolean here,
    Holders holders,
    List<LinkView> links,
    List<String> routes,
    List<TableView> translations,
    List<String> refusals) {

  /**
   * What a table translates.
   *
   * @param name as nft(8) writes it: {@code inet mini-docker}
   */
  record TableView(String name, List<String> translations) {

    TableView {
      translations = List.copyOf(translations);
    }
  }

  /**
   * A link below the one whose port it is.
   *
   * @param depth 0 for a link that is nobody's port
   */
  record Placed(LinkView link, int depth) {}

  NamespaceView {
    links = List.copyOf(links);
    routes = List.copyOf(routes);
    translations = List.copyOf(translations);
    refusals = List.copyOf(refusals);
  }

  String name() {
    return nameOf(inode);
  }

  static String nameOf(long inode) {
    return "net:[" + inode + "]";
  }

  /** All links, ports behind their bridge; each exactly once, whatever the kernel said of ports. */
  List<Placed> tree() {
    List<Placed> placed = new ArrayList<>();
    for (LinkView link : links) {
      if (link.bridge().flatMap(this::link).isEmpty()) {
        place(link, 0, placed);
      }
    }
    for (LinkView link : links) { // of a ring of ports, which cannot be
      if (placed.stream().noneMatch(one -> one.link().equals(link))) {
        placed.add(new Placed(link, 0));
      }
    }
    return placed;
  }

  private void place(LinkView link, int depth, List<Placed> placed) {
    placed.add(new Placed(link, depth));
    for (LinkView port : links) {
      if (port.bridge().equals(Optional.of(link.index()))) {
        place(port, depth + 1, placed);
      }
    }
  }

  private Optional<LinkView> link(int index) {
    return links.stream().filter(link -> link.index() == index).findFirst();
  }
}
