package dev.minidocker.labs.mnt.model;

import dev.minidocker.linux.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Mount namespaces without a kernel: what every {@link Action} does to the mounts of all of them.
 *
 * <p>In the beginning there is namespace 0 with one private file system, the top of the sandbox.
 * Every file system holds the same directories: {@code a} and {@code b}, and in each of them
 * another {@code a} and {@code b}.
 *
 * <p>Source of the refusals: mount(2), umount(2), mount_namespaces(7).
 */
public class MountModel {
  private static final Optional<Errno> DONE = Optional.empty();
  private static final Optional<Errno> NOT_FOUND = Optional.of(Errno.ENOENT);
  private static final Optional<Errno> INVALID = Optional.of(Errno.EINVAL);

  private final MountTable table = new MountTable();
  private final Propagation propagation;
  private final List<Namespace> namespaces = new ArrayList<>();
  private int lastFileSystem;

  private final boolean copiesStayUnbindable;

  /** As Linux 6.17 and later do it. */
  public MountModel() {
    this(false);
  }

  /**
   * @param copiesStayUnbindable whether what is unbindable stays so in a new namespace: so it was
   *     before Linux 6.17; since then the copy is private
   */
  public MountModel(boolean copiesStayUnbindable) {
    this(copiesStayUnbindable, Propagation::new);
  }

  /** A model that follows other rules. */
  MountModel(boolean copiesStayUnbindable, Function<MountTable, Propagation> rules) {
    this.copiesStayUnbindable = copiesStayUnbindable;
    this.propagation = rules.apply(table);
    namespaces.add(new Namespace(0, 0));
    table.add(List.of(newFileSystem(namespaces.get(0))));
  }

  /** All mounts, for those who want to know more than a kernel tells. */
  MountTable table() {
    return table;
  }

  /** How many namespaces there are. */
  public int namespaces() {
    return namespaces.size();
  }

  /** All mounts, as the kernel would list them. */
  public List<MountView> view() {
    return MountView.canonical(table.view());
  }

  /**
   * Does it, or tells why the kernel would refuse.
   *
   * @return the errno, or nothing if it was done
   */
  public Optional<Errno> apply(Action action) {
    if (action instanceof Action.Copy copy) {
      return copy(copy);
    } else if (action instanceof Action.Mount mount) {
      return mount(mount);
    } else if (action instanceof Action.Bind bind) {
      return bind(bind);
    } else if (action instanceof Action.Move move) {
      return move(move);
    } else if (action instanceof Action.Unmount unmount) {
      return unmount(unmount);
    } else if (action instanceof Action.Change change) {
      return change(change);
    }
    throw new AssertionError(action);
  }

  private Optional<Errno> copy(Action.Copy action) {
    Namespace original = namespaces.get(action.namespace());
    int number = namespaces.size();
    Namespace made = new Namespace(number, action.guest() ? number : 0);
    namespaces.add(made);
    List<ModelMount> tree = table.treeOf(table.top(original));
    List<ModelMount> copies = MountTable.copy(tree, mount -> mount.copy(made));
    copies.forEach(mount -> mount.unbindable &= copiesStayUnbindable);
    if (made.owner() != original.owner()) {
      copies.forEach(propagation::demote);
    }
    table.add(copies);
    return DONE;
  }

  private Optional<Errno> mount(Action.Mount action) {
    MountPoint place = find(action.namespace(), action.at());
    if (place == null) {
      return NOT_FOUND;
    }
    propagation.attach(List.of(newFileSystem(place.mount().namespace)), place);
    return DONE;
  }

  private Optional<Errno> bind(Action.Bind action) {
    MountPoint from = find(action.namespace(), action.from());
    MountPoint to = find(action.namespace(), action.to());
    if (from == null || to == null) {
      return NOT_FOUND;
    } else if (!mayBeCopied(from.mount())) {
      return INVALID;
    }
    // what is locked must not be left out: the copy would show what it is there to cover
    List<ModelMount> wanted = List.of(from.mount());
    if (action.recursive()) {
      wanted = table.treeBelow(from, child -> mayBeCopied(child) || child.locked);
      if (wanted.stream().skip(1).anyMatch(child -> !mayBeCopied(child))) {
        return Optional.of(Errno.EPERM);
      }
    } else if (table.childrenBelow(from).stream().anyMatch(child -> child.locked)) {
      return INVALID;
    }
    propagation.attach(MountTable.copy(wanted, mount -> copyOf(mount, from)), to);
    return DONE;
  }

  /** Whether a bind mount may show it once more. */
  boolean mayBeCopied(ModelMount mount) {
    return !mount.unbindable;
  }

  private static ModelMount copyOf(ModelMount mount, MountPoint top) {
    if (mount != top.mount()) {
      return mount.copy(mount.namespace);
    }
    ModelMount copy = mount.copy(mount.namespace, top.directory());
    copy.locked = false;
    return copy;
  }

  private Optional<Errno> move(Action.Move action) {
    MountPoint from = find(action.namespace(), action.from());
    MountPoint to = find(action.namespace(), action.to());
    if (from == null || to == null) {
      return NOT_FOUND;
    }
    ModelMount moved = from.mount();
    if (!from.isRootOfMount() || moved.locked || moved.at.mount().peers != 0) {
      return INVALID;
    }
    List<ModelMount> tree = table.treeOf(moved);
    if (to.mount().peers != 0 && tree.stream().anyMatch(mount -> mount.unbindable)) {
      return INVALID; // the others would need copies
    } else if (tree.contains(to.mount())) {
      return Optional.of(Errno.ELOOP);
    }
    propagation.attach(tree, to);
    return DONE;
  }

  private Optional<Errno> unmount(Action.Unmount action) {
    MountPoint place = find(action.namespace(), action.at());
    if (place == null) {
      return NOT_FOUND;
    } else if (!place.isRootOfMount() || place.mount().locked) {
      return INVALID;
    }
    List<ModelMount> tree = table.treeOf(place.mount());
    if (!action.detach() && tree.size() > 1) {
      return Optional.of(Errno.EBUSY);
    }
    propagation.detach(tree);
    return DONE;
  }

  private Optional<Errno> change(Action.Change action) {
    MountPoint place = find(action.namespace(), action.at());
    if (place == null) {
      return NOT_FOUND;
    } else if (!place.isRootOfMount()) {
      return INVALID;
    }
    ModelMount mount = place.mount();
    List<ModelMount> changed = action.recursive() ? table.treeOf(mount) : List.of(mount);
    changed.forEach(each -> propagation.change(each, action.type()));
    return DONE;
  }

  /** What a path means in a namespace; null if there is no such directory. */
  MountPoint find(int namespace, String path) {
    return table.findOrNull(namespaces.get(namespace), path);
  }

  private ModelMount newFileSystem(Namespace namespace) {
    return new ModelMount(namespace, ++lastFileSystem, "/");
  }
}
