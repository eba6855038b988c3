package dev.minidocker.labs.mnt.model;

/**
 * Something that is done to the mounts of a namespace.
 *
 * <p>Namespaces are numbered in the order in which they were made. A path is relative to the top of
 * the sandbox, without a slash at its start; "" is the top itself.
 */
public sealed interface Action {

  /** The number of the namespace in which it is done. */
  int namespace();

  /**
   * A new namespace, with a copy of every mount, clone(2) with CLONE_NEWNS.
   *
   * @param guest whether a new user namespace owns it, which makes it less privileged
   */
  record Copy(int namespace, boolean guest) implements Action {}

  /** An empty file system, {@code mount -t tmpfs}. */
  record Mount(int namespace, String at) implements Action {}

  /** What is at one path appears at another too, {@code mount --bind} or {@code --rbind}. */
  record Bind(int namespace, String from, String to, boolean recursive) implements Action {}

  /** A mount, with all that is below it, changes its place, {@code mount --move}. */
  record Move(int namespace, String from, String to) implements Action {}

  /**
   * {@code umount}.
   *
   * @param detach whether with all that is below it, {@code umount -l}
   */
  record Unmount(int namespace, String at, boolean detach) implements Action {}

  /** {@code mount --make-private} and its like, or {@code --make-rprivate}. */
  record Change(int namespace, String at, PropagationType type, boolean recursive)
      implements Action {}
}
