package dev.minidocker.labs.mnt.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All mounts of all namespaces, and the questions that the rules of propagation ask about them. */
final class MountTable {
  private static final Set<String> DIRECTORIES =
      Set.of("/", "/a", "/b", "/a/a", "/a/b", "/b/a", "/b/b");

  private final Set<ModelMount> mounts = new LinkedHashSet<>();

  Stream<ModelMount> stream() {
    return mounts.stream();
  }

  void add(Collection<ModelMount> tree) {
    mounts.addAll(tree);
  }

  void remove(ModelMount mount) {
    mounts.remove(mount);
  }

  /** The top of the sandbox in this namespace. */
  ModelMount top(Namespace namespace) {
    return stream()
        .filter(m -> m.namespace.equals(namespace) && m.at == null)
        .findFirst()
        .orElseThrow();
  }

  /** What a path means: the uppermost mount there; null if there is no such directory. */
  MountPoint findOrNull(Namespace namespace, String path) {
    ModelMount top = top(namespace);
    MountPoint here = uppermost(new MountPoint(top, top.root));
    for (String name : path.isEmpty() ? new String[0] : path.split("/")) {
      String directory = (here.directory().equals("/") ? "" : here.directory()) + "/" + name;
      if (!DIRECTORIES.contains(directory)) {
        return null;
      }
      here = uppermost(new MountPoint(here.mount(), directory));
    }
    return here;
  }

  private MountPoint uppermost(MountPoint place) {
    return mountedAt(place)
        .map(covering -> uppermost(new MountPoint(covering, covering.root)))
        .orElse(place);
  }

  /** The mount that hangs at exactly this place; there can be only one. */
  Optional<ModelMount> mountedAt(MountPoint place) {
    return stream().filter(mount -> place.equals(mount.at)).findFirst();
  }

  /** Hangs a tree at a place; what hung there before comes to hang on it, and still covers it. */
  void hang(List<ModelMount> tree, MountPoint place) {
    ModelMount top = tree.get(0);
    mountedAt(place).ifPresent(before -> before.at = new MountPoint(top, top.root));
    top.at = place;
    mounts.addAll(tree);
  }

  /** What covers a mount that goes comes to hang where that one hung. */
  void uncover(Set<ModelMount> gone) {
    for (ModelMount mount : mounts) {
      while (mount.at != null && !gone.contains(mount) && gone.contains(mount.at.mount())) {
        mount.at = mount.at.mount().at;
      }
    }
  }

  List<ModelMount> childrenOf(ModelMount mount) {
    return stream().filter(child -> child.at != null && child.at.mount() == mount).toList();
  }

  /** Those of them that hang at a directory or below it. */
  List<ModelMount> childrenBelow(MountPoint place) {
    return childrenOf(place.mount()).stream()
        .filter(child -> place.contains(child.at.directory()))
        .toList();
  }

  /** What is seen below a place: its mount, then all that hangs there, parents first. */
  List<ModelMount> treeBelow(MountPoint place, Predicate<ModelMount> wanted) {
    List<ModelMount> tree = new ArrayList<>(List.of(place.mount()));
    for (ModelMount child : childrenBelow(place)) {
      if (wanted.test(child)) {
        tree.addAll(treeBelow(new MountPoint(child, child.root), wanted));
      }
    }
    return tree;
  }

  /** A mount, and all that hangs on it. */
  List<ModelMount> treeOf(ModelMount mount) {
    return treeBelow(new MountPoint(mount, mount.root), any -> true);
  }

  /** A copy of a tree, hanging nowhere yet, of mounts that {@code copyOf} makes. */
  static List<ModelMount> copy(List<ModelMount> tree, UnaryOperator<ModelMount> copyOf) {
    Map<ModelMount, ModelMount> copies = new HashMap<>();
    List<ModelMount> copied = new ArrayList<>();
    for (ModelMount mount : tree) {
      ModelMount copy = copyOf.apply(mount);
      copies.put(mount, copy);
      if (!copied.isEmpty()) {
        copy.at = new MountPoint(copies.get(mount.at.mount()), mount.at.directory());
      }
      copied.add(copy);
    }
    return copied;
  }

  /** The members of a peer group. */
  List<ModelMount> peers(int group) {
    return stream().filter(mount -> group != 0 && mount.peers == group).toList();
  }

  /** The slaves of a peer group; those that share among themselves stand together. */
  Collection<List<ModelMount>> slaves(int group) {
    Map<Object, List<ModelMount>> slaves =
        stream()
            .filter(mount -> group != 0 && mount.master == group)
            .collect(Collectors.groupingBy(mount -> mount.peers == 0 ? mount : mount.peers));
    return slaves.values();
  }

  /** All mounts that hear of what happens on the members of a peer group. */
  List<ModelMount> listeners(int group) {
    List<ModelMount> listeners = new ArrayList<>(peers(group));
    for (List<ModelMount> slaves : slaves(group)) {
      int ownGroup = slaves.get(0).peers;
      listeners.addAll(ownGroup == 0 ? slaves : listeners(ownGroup));
    }
    return listeners;
  }

  List<MountView> view() {
    return stream().map(MountTable::view).toList();
  }

  private static MountView view(ModelMount mount) {
    ArrayDeque<String> position = new ArrayDeque<>();
    for (ModelMount m = mount; m.at != null; m = m.at.mount()) {
      position.addFirst(m.at.directory());
    }
    return new MountView(
        mount.namespace.number(),
        List.copyOf(position),
        mount.fileSystem,
        mount.root,
        mount.peers,
        mount.master,
        mount.unbindable);
  }
}
