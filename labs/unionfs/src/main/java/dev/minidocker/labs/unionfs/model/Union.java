package dev.minidocker.labs.unionfs.model;

import dev.minidocker.labs.unionfs.model.Dentry.Lower;
import dev.minidocker.linux.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Layers on top of each other: how names are found in them, and how something comes up. */
class Union {
  final Rules rules;
  private final List<Node.Directory> lowers = new ArrayList<>();
  private Node.Directory upper = new Node.Directory(0755);
  private final Map<String, Dentry> known = new HashMap<>();
  private Dentry root;

  Union(Rules rules) {
    this.rules = rules;
    this.lowers.add(new Node.Directory(0755));
    mount();
  }

  private void mount() {
    List<Lower> layers = new ArrayList<>();
    for (Node.Directory layer : lowers) {
      layers.add(new Lower(layers.size(), layer));
    }
    root = new Dentry(null, "", upper, false, layers);
  }

  /** The upper layer is finished; changes go to a new one from now on. */
  void commit() {
    lowers.add(0, upper);
    upper = new Node.Directory(0755);
    mount();
  }

  Dentry root() {
    return root;
  }

  Node.Directory upper() {
    return upper;
  }

  Dentry lookup(Dentry parent, String name) {
    return new Lookup(root, parent, name).find();
  }

  /** Whatever was found by {@link #find} before may have changed. */
  void forget() {
    known.clear();
  }

  /**
   * The place of this path; its last name need not exist. The same path is the same object, until
   * it is forgotten. Refused with ENOENT or ENOTDIR on the way there.
   */
  Dentry find(String path) {
    Dentry before = known.get(path);
    if (before != null) {
      return before;
    }
    int slash = path.lastIndexOf('/');
    Dentry parent = slash < 0 ? root : find(path.substring(0, slash));
    Refusal.when(!parent.exists() || parent.node() instanceof Node.Symlink, Errno.ENOENT);
    Refusal.when(!parent.isDirectory(), Errno.ENOTDIR);
    Dentry found = lookup(parent, path.substring(slash + 1));
    known.put(path, found);
    return found;
  }

  /** Whether these are names of one file; names that a lower layer has are so no longer. */
  boolean areOneFile(Dentry one, Dentry other) {
    return one.upper != null && one.upper == other.upper;
  }

  /** Whether this name would be seen in lower layers, were there nothing in the upper one. */
  boolean isInLowers(Dentry dentry) {
    if (dentry.upper == null) {
      return dentry.exists();
    }
    for (Lower lower : dentry.parent.lowers) {
      Node node = ((Node.Directory) lower.node()).entries.get(dentry.name);
      if (node != null) {
        return !(node instanceof Node.Whiteout);
      }
    }
    return false;
  }

  /** Puts a file into the upper layer, under a name of the union. */
  void put(Dentry place, Node node) {
    copyUp(place.parent, false);
    place.parent.upperDirectory().entries.put(place.name, node);
  }

  /** Takes a name away, or says that it is gone where lower layers have it. */
  void remove(Dentry place, boolean inLowers) {
    copyUp(place.parent, false);
    if (inLowers) {
      place.parent.upperDirectory().entries.put(place.name, new Node.Whiteout());
    } else {
      place.parent.upperDirectory().entries.remove(place.name);
    }
  }

  /** Makes sure that it is in the upper layer, with the directories above it. */
  void copyUp(Dentry dentry, boolean withContent) {
    if (dentry.upper == null) {
      copyUp(dentry.parent, false);
      dentry.upper = copy(dentry, withContent);
      dentry.parent.upperDirectory().entries.put(dentry.name, dentry.upper);
    } else if (withContent && dentry.upper instanceof Node.File file && file.metacopy) {
      file.content = dentry.data().content;
      file.metacopy = false;
    }
  }

  /** What copy-up writes: for a directory, nothing of what is in it. */
  Node copy(Dentry dentry, boolean withContent) {
    Node original = dentry.node();
    if (original instanceof Node.Directory directory) {
      return new Node.Directory(directory.mode);
    } else if (original instanceof Node.Symlink) {
      return new Node.Symlink();
    }
    Node.File copy = new Node.File(original.mode, dentry.data().content);
    copy.metacopy = rules.metacopy() && !withContent;
    return copy;
  }

  /** Writes down where the rest of it is, because it will not be there by its name. */
  void redirect(Dentry dentry, boolean sameDirectory) {
    boolean linked = dentry.node() instanceof Node.File && links(dentry.lowers.get(0)) > 1;
    boolean absolute = !sameDirectory || linked;
    String known = dentry.upper.redirect;
    if (known == null || (absolute && !known.startsWith("/"))) {
      dentry.upper.redirect = absolute ? dentry.origin() : dentry.name;
    }
  }

  /** How many names the file has in its own layer. */
  int links(Dentry dentry) {
    return dentry.upper != null ? Node.links(upper, dentry.upper) : links(dentry.lowers.get(0));
  }

  private int links(Lower lower) {
    return Node.links(lowers.get(lower.layer()), lower.node());
  }
}
