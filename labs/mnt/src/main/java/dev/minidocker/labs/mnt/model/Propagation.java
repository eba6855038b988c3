package dev.minidocker.labs.mnt.model;

import static dev.minidocker.labs.mnt.model.PropagationType.SHARED;
import static dev.minidocker.labs.mnt.model.PropagationType.SLAVE;
import static dev.minidocker.labs.mnt.model.PropagationType.UNBINDABLE;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules of propagation: who hears of a mount or an unmount, and how the copies are related.
 *
 * <p>Source: {@code Documentation/filesystems/sharedsubtree.rst}, mount_namespaces(7).
 */
class Propagation {
  private final MountTable table;
  private int lastGroup;

  Propagation(MountTable table) {
    this.table = table;
  }

  /** The peer group that is told of what happens on this mount. A slave listens, no more. */
  int audience(ModelMount mount) {
    return mount.peers;
  }

  /** Makes a copy that a namespace of another owner gets: it hears of its original, no more. */
  void demote(ModelMount copy) {
    if (copy.peers != 0) {
      copy.master = copy.peers;
      copy.peers = 0;
    }
    copy.locked = true;
  }

  /** Hangs a tree at a place, and copies of it at the same directory of every mount that hears. */
  void attach(List<ModelMount> tree, MountPoint place) {
    if (place.mount().peers != 0) {
      tree.forEach(mount -> change(mount, SHARED));
    }
    Map<ModelMount, List<ModelMount>> copies = new LinkedHashMap<>();
    int group = audience(place.mount());
    copyTo(table.peers(group), place, tree, copies);
    copyToSlavesOf(group, place, tree, copies);
    table.hang(tree, place);
    copies.forEach((mount, copy) -> table.hang(copy, new MountPoint(mount, place.directory())));
  }

  private static void copyTo(
      List<ModelMount> listeners,
      MountPoint place,
      List<ModelMount> tree,
      Map<ModelMount, List<ModelMount>> copies) {
    for (ModelMount listener : listeners) {
      if (listener != place.mount() && listener.shows(place.directory())) {
        List<ModelMount> copy = MountTable.copy(tree, mount -> mount.copy(listener.namespace));
        boolean foreign = listener.namespace.owner() != place.mount().namespace.owner();
        copy.stream().skip(1).forEach(mount -> mount.locked |= foreign);
        copies.put(listener, copy);
      }
    }
  }

  private void copyToSlavesOf(
      int group,
      MountPoint place,
      List<ModelMount> tree,
      Map<ModelMount, List<ModelMount>> copies) {
    for (List<ModelMount> slaves : table.slaves(group)) {
      int ownGroup = slaves.get(0).peers;
      boolean seen = slaves.stream().anyMatch(slave -> slave.shows(place.directory()));
      List<ModelMount> told = seen ? MountTable.copy(tree, m -> slaveOf(m, ownGroup)) : tree;
      copyTo(slaves, place, told, copies);
      copyToSlavesOf(ownGroup, place, told, copies);
    }
  }

  /** Makes the copy for a slave: it hears of the original, and shares with copies like itself. */
  ModelMount slaveOf(ModelMount master, int sharing) {
    ModelMount slave = master.copy(master.namespace);
    slave.master = master.peers;
    slave.peers = sharing == 0 ? 0 : ++lastGroup;
    return slave;
  }

  /** Takes a tree away, and with it what hangs at the same directories of mounts that hear. */
  void detach(List<ModelMount> tree) {
    Set<ModelMount> gone = new LinkedHashSet<>(tree);
    gone.addAll(copiesOf(tree));
    table.uncover(gone);
    for (ModelMount mount : gone) {
      table.remove(mount);
      leaveGroup(mount);
    }
  }

  /** What an unmount elsewhere takes along, except where that would reveal or orphan something. */
  private Set<ModelMount> copiesOf(List<ModelMount> tree) {
    // what the more privileged take away need not be kept from the less privileged
    counterparts(tree.get(0)).forEach(mount -> mount.locked = false);
    Set<ModelMount> copies = new LinkedHashSet<>();
    tree.forEach(mount -> copies.addAll(counterparts(mount)));
    copies.removeAll(tree);
    Predicate<ModelMount> leaves = mount -> copies.contains(mount) || tree.contains(mount);
    boolean settled;
    do { // one that stays may be a reason for others to stay
      settled = !copies.removeIf(copy -> reveals(copy, leaves) || orphans(copy, leaves));
    } while (!settled);
    return copies;
  }

  /**
   * What hangs at the same directory as this mount, on the mounts that hear of what happens there.
   */
  List<ModelMount> counterparts(ModelMount mount) {
    return table.listeners(audience(mount.at.mount())).stream()
        .flatMap(on -> table.mountedAt(new MountPoint(on, mount.at.directory())).stream())
        .toList();
  }

  private static boolean reveals(ModelMount mount, Predicate<ModelMount> leaves) {
    return mount.locked && !leaves.test(mount.at.mount());
  }

  private boolean orphans(ModelMount mount, Predicate<ModelMount> leaves) {
    return table.childrenOf(mount).stream()
        .anyMatch(child -> !child.at.isRootOfMount() && remains(child, leaves));
  }

  /** Whether after the unmount there is still something in the place of a mount. */
  private boolean remains(ModelMount mount, Predicate<ModelMount> leaves) {
    return !leaves.test(mount)
        || table.childrenOf(mount).stream()
            .anyMatch(child -> child.at.isRootOfMount() && remains(child, leaves));
  }

  /** Changes how a mount takes part. */
  void change(ModelMount mount, PropagationType type) {
    if (type == SHARED) {
      mount.unbindable = false;
      mount.peers = mount.peers == 0 ? ++lastGroup : mount.peers;
      return;
    }
    int master = leaveGroup(mount);
    mount.master = type == SLAVE ? master : 0;
    mount.unbindable = type == UNBINDABLE || (type == SLAVE && mount.unbindable);
  }

  /** Shares no longer; those who listened to the last of a group listen to its master instead. */
  private int leaveGroup(ModelMount mount) {
    int group = mount.peers;
    mount.peers = 0;
    boolean last = table.peers(group).isEmpty();
    if (last) {
      table.slaves(group).forEach(slaves -> slaves.forEach(slave -> inherit(slave, mount)));
    }
    return last ? mount.master : group;
  }

  /** What a slave hears of, once its master is no more. */
  void inherit(ModelMount slave, ModelMount master) {
    slave.master = master.master;
  }
}
