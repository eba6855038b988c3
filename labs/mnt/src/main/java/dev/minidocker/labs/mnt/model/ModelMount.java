package dev.minidocker.labs.mnt.model;

/** One mount: what it shows, where it hangs, and with whom it shares events. */
final class ModelMount {
  final Namespace namespace;
  final int fileSystem;

  /** The directory of the file system that is seen through this mount. */
  final String root;

  /** Where it hangs; null for the top of a sandbox. */
  MountPoint at;

  /** Its peer group: mounts that tell each other of every event; 0 for none. */
  int peers;

  /** The peer group whose events arrive here, while none of this mount's go there; 0 for none. */
  int master;

  boolean unbindable;

  /** Came as part of a tree from a more privileged namespace: not to be taken out of it. */
  boolean locked;

  ModelMount(Namespace namespace, int fileSystem, String root) {
    this.namespace = namespace;
    this.fileSystem = fileSystem;
    this.root = root;
  }

  /** A mount of the same files with the same relations, hanging nowhere yet. */
  ModelMount copy(Namespace intoNamespace) {
    return copy(intoNamespace, root);
  }

  /** The same for a part of the files. */
  ModelMount copy(Namespace intoNamespace, String newRoot) {
    ModelMount copy = new ModelMount(intoNamespace, fileSystem, newRoot);
    copy.peers = peers;
    copy.master = master;
    copy.unbindable = unbindable;
    copy.locked = locked;
    return copy;
  }

  /** Whether this directory of the file system is seen through this mount. */
  boolean shows(String directory) {
    return new MountPoint(this, root).contains(directory);
  }
}
