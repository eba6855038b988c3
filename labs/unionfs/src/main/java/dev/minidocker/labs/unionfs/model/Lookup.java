package dev.minidocker.labs.unionfs.model;

import dev.minidocker.labs.unionfs.model.Dentry.Lower;
import java.util.ArrayList;
import java.util.List;

/**
 * How one name is found: layer by layer, downwards, until a layer says that what is below does not
 * matter. {@code fs/overlayfs/namei.c} has the same state in {@code struct ovl_lookup_data}.
 */
final class Lookup {
  private final Dentry root;
  private final Dentry parent;

  /** What is looked for in the next layer: a name in the directory, or a path from the root. */
  private String wanted;

  private boolean isDirectory;
  private boolean opaque;
  private boolean stop;
  private boolean metacopy;

  Lookup(Dentry root, Dentry parent, String name) {
    this.root = root;
    this.parent = parent;
    this.wanted = name;
  }

  Dentry find() {
    String name = wanted;
    Node upper = parent.upper == null ? null : inLayer(parent.upper);
    boolean whiteout = upper == null && opaque;
    List<Lower> path = fromRoot() ? root.lowers : parent.lowers;
    List<Lower> found = new ArrayList<>();
    for (int i = 0; i < path.size() && !stop; i++) {
      Lower layer = path.get(i);
      Node node = inLayer(layer.node());
      boolean between = metacopy && !found.isEmpty();
      if (node != null && !between) {
        found.add(new Lower(layer.layer(), node));
      }
      if (fromRoot() && path != root.lowers) {
        path = root.lowers;
        i = layer.layer();
      }
    }
    return new Dentry(parent, name, upper, whiteout, found);
  }

  private boolean fromRoot() {
    return wanted.startsWith("/");
  }

  /** Follows {@link #wanted} in one layer, from its root or from the directory. */
  private Node inLayer(Node base) {
    Node node = base;
    int begin = fromRoot() ? 1 : 0;
    while (node instanceof Node.Directory directory) {
      int slash = wanted.indexOf('/', begin);
      int end = slash < 0 ? wanted.length() : slash;
      String rest = wanted.substring(end);
      node = step(directory.entries.get(wanted.substring(begin, end)), begin, rest);
      if (rest.isEmpty()) {
        return node;
      }
      begin = wanted.length() - rest.length() + 1; // a redirect may have changed its length
    }
    return null;
  }

  /** One component of the path; {@code rest} is what follows it. */
  private Node step(Node found, int begin, String rest) {
    boolean last = rest.isEmpty();
    if (found == null) {
      return null;
    } else if (found instanceof Node.Whiteout) {
      stop = true;
      opaque = true;
      return null;
    } else if (last && metacopy && !(found instanceof Node.File)) {
      stop = true;
      return null;
    } else if (found instanceof Node.Directory directory) {
      isDirectory |= last;
      if (directory.opaque) {
        stop = true;
        opaque |= last;
        return found;
      }
    } else {
      if (isDirectory || !last) {
        stop = true;
        return null;
      }
      metacopy = found instanceof Node.File file && file.metacopy;
      stop = !metacopy;
      if (!metacopy) {
        return found;
      }
    }
    if (found.redirect != null) {
      follow(found.redirect, begin, rest);
    }
    return found;
  }

  private void follow(String redirect, int begin, String rest) {
    if (redirect.startsWith("/")) {
      stop = false; // whatever an opaque directory on the way has said
      wanted = redirect + rest;
    } else {
      wanted = wanted.substring(0, begin) + redirect + rest;
    }
  }
}
