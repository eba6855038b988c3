package dev.minidocker.labs.unionfs.model;

import java.util.ArrayList;
import java.util.List;

/** Trees as text, one file a line, in the order of their paths. */
final class Listing {
  private final Union union;
  private final List<String> lines = new ArrayList<>();

  Listing(Union union) {
    this.union = union;
  }

  /** The union, as who uses it sees it. */
  List<String> seen() {
    seen("", union.root());
    return lines;
  }

  private void seen(String prefix, Dentry directory) {
    for (String name : directory.names()) {
      Dentry dentry = union.lookup(directory, name);
      String path = prefix + name;
      if (!dentry.exists()) {
        lines.add(path + " is listed and cannot be found");
      } else if (dentry.node() instanceof Node.Directory) {
        lines.add(Line.directory(path, dentry.node().mode));
        seen(path + "/", dentry);
      } else if (dentry.node() instanceof Node.Symlink) {
        lines.add(Line.symlink(path, union.links(dentry)));
      } else {
        lines.add(Line.file(path, dentry.node().mode, union.links(dentry), dentry.data().content));
      }
    }
  }

  /** The upper branch of an aufs, without what only aufs itself needs. */
  List<String> upperOfAufs() {
    upperOfAufs("", union.upper());
    return lines;
  }

  private void upperOfAufs(String prefix, Node.Directory directory) {
    directory.entries.forEach(
        (name, node) -> {
          if (node instanceof Node.Whiteout) {
            lines.add(prefix + AufsUnion.WHITEOUT + name);
          } else if (node instanceof Node.Directory inner) {
            lines.add(Line.directory(prefix + name, node.mode));
            if (inner.opaque) {
              lines.add(prefix + name + "/" + AufsUnion.OPAQUE);
            }
            upperOfAufs(prefix + name + "/", inner);
          } else {
            lines.add(own(prefix + name, node));
          }
        });
  }

  /** The upper layer, as its own file system has it. */
  List<String> upper() {
    layer("", union.upper());
    return lines;
  }

  /** The same of the lower layers, one after the other. */
  List<String> lowers() {
    union.root().lowers.forEach(lower -> layer("", (Node.Directory) lower.node()));
    return lines;
  }

  private void layer(String prefix, Node.Directory directory) {
    directory.entries.forEach(
        (name, node) -> {
          String path = prefix + name;
          if (node instanceof Node.Directory inner) {
            String opaque = inner.opaque ? Line.OPAQUE : "";
            lines.add(Line.directory(path, node.mode) + opaque + Line.redirect(node.redirect));
            layer(path + "/", inner);
          } else if (node instanceof Node.Whiteout) {
            lines.add(Line.whiteout(path));
          } else {
            lines.add(own(path, node));
          }
        });
  }

  /** A file or a symbolic link of the upper layer. */
  private String own(String path, Node node) {
    int links = Node.links(union.upper(), node);
    if (node instanceof Node.File file) {
      String content = file.metacopy ? Line.METACOPY : file.content;
      return Line.file(path, node.mode, links, content) + Line.redirect(node.redirect);
    }
    return Line.symlink(path, links);
  }
}
