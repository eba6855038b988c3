package dev.minidocker.lab.map;

import dev.minidocker.commandline.Printable;
import dev.minidocker.lab.map.LinkView.FarEnd;
import dev.minidocker.lab.map.NamespaceView.Placed;
import dev.minidocker.lab.map.NamespaceView.TableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The map as lines of text. Pure. Names are made harmless: whoever made a link chose its name. */
final class MapText {
  /** Of one table; a machine with many containers has many. */
  static final int MOST_TRANSLATIONS = 40;

  private MapText() {}

  static List<String> of(MachineMap map) {
    List<String> lines = new ArrayList<>();
    map.namespaces().forEach(namespace -> add(map, namespace, lines));
    map.hidden().forEach(hidden -> lines.add("Not shown: " + hidden));
    return lines.stream().map(Printable::of).toList();
  }

  private static void add(MachineMap map, NamespaceView namespace, List<String> lines) {
    lines.add(title(namespace) + ": " + String.join(", ", namespace.holders().texts()));
    List<Placed> tree = namespace.tree();
    int names = 0;
    int kinds = 0;
    for (Placed placed : tree) {
      names = Math.max(names, 2 * placed.depth() + placed.link().name().length());
      kinds = Math.max(kinds, placed.link().kind().length());
    }
    for (Placed placed : tree) {
      String name = "  ".repeat(placed.depth()) + placed.link().name();
      List<String> rest = rest(map, namespace, placed.link());
      lines.add(
          ("  " + padded(name, names) + "  " + padded(placed.link().kind(), kinds) + "  ")
              + (padded(placed.link().state().toString(), 10) + "  " + String.join(", ", rest))
                  .stripTrailing());
    }
    namespace.routes().forEach(route -> lines.add("  " + route));
    namespace.translations().forEach(table -> add(table, lines));
    namespace.refusals().forEach(refusal -> lines.add("  Not shown: " + refusal));
  }

  static String title(NamespaceView namespace) {
    return namespace.name() + (namespace.here() ? ", you are here" : "");
  }

  private static String padded(String text, int length) {
    return text + " ".repeat(Math.max(0, length - text.length()));
  }

  private static List<String> rest(MachineMap map, NamespaceView namespace, LinkView link) {
    List<String> rest = new ArrayList<>(link.addresses());
    link.farEnd().ifPresent(end -> rest.add(farEnd(map, namespace.inode(), end)));
    if (!link.detail().isEmpty()) {
      rest.add(link.detail());
    }
    return rest;
  }

  /** Where a link leads, as seen from a namespace. */
  static String farEnd(MachineMap map, long from, FarEnd end) {
    String sign = end.isPeer() ? "↔ " : "over ";
    if (end.namespace().isEmpty()) {
      return sign
          + (end.index() == 0 ? "a link" : "index " + end.index())
          + " in a network"
          + " namespace that is not shown";
    }
    long inode = end.namespace().get();
    Optional<LinkView> link = map.link(inode, end.index());
    String name =
        link.map(LinkView::name).orElse(end.index() == 0 ? "routes" : "index " + end.index());
    return sign + name + (inode == from ? "" : " in " + NamespaceView.nameOf(inode));
  }

  private static void add(TableView table, List<String> lines) {
    lines.add("  table " + table.name() + " translates");
    some(table).forEach(text -> lines.add("    " + text));
  }

  /** The first of them, and how many more. */
  static List<String> some(TableView table) {
    List<String> all = table.translations();
    if (all.size() <= MOST_TRANSLATIONS) {
      return all;
    }
    List<String> some = new ArrayList<>(all.subList(0, MOST_TRANSLATIONS));
    some.add("and " + (all.size() - MOST_TRANSLATIONS) + " more: nft list table " + table.name());
    return some;
  }
}
