package dev.minidocker.labs.mnt.model;

/** A directory as the kernel sees it: a mount, and a directory of that mount's file system. */
record MountPoint(ModelMount mount, String directory) {

  /** Whether the path to it is also the path of a mount, as for umount(2) it has to be. */
  boolean isRootOfMount() {
    return directory.equals(mount.root);
  }

  /** Whether another directory of the same file system is this one, or below it. */
  boolean contains(String other) {
    return directory.equals("/") || other.equals(directory) || other.startsWith(directory + "/");
  }
}
