package dev.minidocker.labs.unionfs.model;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** A name in the union, and which files of which layers lie behind it: the kernel's dentry. */
final class Dentry {

  /** A file of a lower layer; layer 0 is the uppermost of them. */
  record Lower(int layer, Node node) {}

  final Dentry parent;
  final String name;

  /** The file in the upper layer; null if there is none. */
  Node upper;

  /** Whether the upper layer says that there is nothing of this name. */
  final boolean whiteout;

  /** What is merged into it, for a directory; what is seen, and has the content, for a file. */
  final List<Lower> lowers;

  Dentry(Dentry parent, String name, Node upper, boolean whiteout, List<Lower> lowers) {
    this.parent = parent;
    this.name = name;
    this.upper = upper;
    this.whiteout = whiteout;
    this.lowers = lowers;
  }

  boolean exists() {
    return upper != null || !lowers.isEmpty();
  }

  /** The file whose type and permissions are seen. */
  Node node() {
    return upper != null ? upper : lowers.get(0).node();
  }

  boolean isDirectory() {
    return exists() && node() instanceof Node.Directory;
  }

  /** Whether something of it is in lower layers: then its name there must be known. */
  boolean needsLowers() {
    return upper == null
        || (upper instanceof Node.Directory && !lowers.isEmpty())
        || (upper instanceof Node.File file && file.metacopy);
  }

  /** The file that has the content of this one. */
  Node.File data() {
    boolean below = !lowers.isEmpty() && needsLowers();
    return (Node.File) (below ? lowers.get(lowers.size() - 1).node() : upper);
  }

  Node.Directory upperDirectory() {
    return (Node.Directory) upper;
  }

  /** The names that a directory shows: the uppermost layer that knows a name decides. */
  List<String> names() {
    List<Node> stack = new ArrayList<>();
    if (upper != null) {
      stack.add(upper);
    }
    lowers.forEach(lower -> stack.add(lower.node()));
    TreeMap<String, Node> seen = new TreeMap<>();
    stack.forEach(node -> ((Node.Directory) node).entries.forEach(seen::putIfAbsent));
    seen.values().removeIf(Node.Whiteout.class::isInstance);
    return List.copyOf(new TreeSet<>(seen.keySet()));
  }

  /** Where it is in the lower layers, seen from their roots. */
  String origin() {
    if (parent == null) {
      return "";
    }
    String known = upper == null ? null : upper.redirect;
    if (known != null && known.startsWith("/")) {
      return known;
    }
    return parent.origin() + "/" + (known == null ? name : known);
  }
}
