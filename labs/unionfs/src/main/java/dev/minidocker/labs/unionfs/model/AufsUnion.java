package dev.minidocker.labs.unionfs.model;

import dev.minidocker.linux.Errno;
import java.util.HashMap;
import java.util.Map;

/** A union that remembers which lower file became which upper one. */
final class AufsUnion extends Union {
  static final String WHITEOUT = ".wh.";
  static final String OPAQUE = ".wh..wh..opq";

  private final Map<Node, Node> pseudoLinks = new HashMap<>();

  AufsUnion() {
    super(Rules.PLAIN);
  }

  /** Another name of a file that was copied up already leads to the copy. */
  @Override
  Dentry lookup(Dentry parent, String name) {
    Refusal.when(name.startsWith(WHITEOUT), Errno.EPERM);
    Dentry found = super.lookup(parent, name);
    if (found.upper == null && found.exists()) {
      found.upper = pseudoLinks.get(found.node());
    }
    return found;
  }

  @Override
  boolean areOneFile(Dentry one, Dentry other) {
    return other.exists() && one.node() == other.node();
  }

  @Override
  void copyUp(Dentry dentry, boolean withContent) {
    boolean comesUp = dentry.upper == null && !dentry.isDirectory();
    super.copyUp(dentry, withContent);
    if (comesUp) {
      pseudoLinks.put(dentry.lowers.get(0).node(), dentry.upper);
    }
  }

  /** At the unmount, auplink(8) makes real links of the pseudo links. */
  @Override
  void commit() {
    makeLinksReal(root());
    pseudoLinks.clear();
    super.commit();
  }

  private void makeLinksReal(Dentry directory) {
    for (String name : directory.names()) {
      Dentry dentry = lookup(directory, name);
      if (dentry.isDirectory()) {
        makeLinksReal(dentry);
      } else if (pseudoLinks.containsValue(dentry.upper)) {
        put(dentry, dentry.upper);
      }
    }
  }
}
