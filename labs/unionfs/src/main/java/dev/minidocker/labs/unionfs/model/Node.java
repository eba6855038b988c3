package dev.minidocker.labs.unionfs.model;

import java.util.Map;
import java.util.TreeMap;

/** A file of one layer: what the layer's own file system holds. Two names of it are one object. */
abstract sealed class Node {

  /** Permissions; a symbolic link and a whiteout have none that matter. */
  int mode;

  /** Where the rest of it is in the layers below, if not at its own name; else null. */
  String redirect;

  /** A directory. */
  static final class Directory extends Node {
    final Map<String, Node> entries = new TreeMap<>();

    /** Whether directories of this name in lower layers are not part of it. */
    boolean opaque;

    Directory(int mode) {
      this.mode = mode;
    }
  }

  /** A regular file. */
  static final class File extends Node {
    String content;

    /** Whether the content is still that of the file below. */
    boolean metacopy;

    File(int mode, String content) {
      this.mode = mode;
      this.content = content;
    }
  }

  /** A symbolic link, all to the same place. */
  static final class Symlink extends Node {}

  /** "There is nothing of this name", said by a layer to those below. */
  static final class Whiteout extends Node {}

  /** How many names in this directory, and below it, are names of {@code node}. */
  static int links(Node within, Node node) {
    if (!(within instanceof Directory directory)) {
      return within == node ? 1 : 0;
    }
    return directory.entries.values().stream().mapToInt(entry -> links(entry, node)).sum();
  }
}
