package dev.minidocker.linux;

import static dev.minidocker.linux.MountFlag.MS_BIND;
import static dev.minidocker.linux.MountFlag.MS_MOVE;
import static dev.minidocker.linux.MountFlag.MS_RDONLY;
import static dev.minidocker.linux.MountFlag.MS_REC;
import static dev.minidocker.linux.MountFlag.MS_REMOUNT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps that arrange a mount namespace. All need {@code CAP_SYS_ADMIN} in the user namespace that
 * owns it, and fail with EPERM otherwise.
 */
public final class Mounts {
  private static final Arg AT_FDCWD = Arg.constant("AT_FDCWD", -100);
  private static final long MOUNT_ATTR_RDONLY = 1;
  private static final long MOUNT_ATTR_NODEV = 4;

  private Mounts() {}

  /**
   * {@code int mount(const char *source, const char *target, const char *filesystemtype, unsigned
   * long mountflags, const void *data)}, mount(2): a file system of this type appears at {@code
   * target}.
   *
   * <p>ENODEV: the kernel has no such type. ENOENT: no such target. EINVAL: an option in {@code
   * data} that the type does not take.
   *
   * @param data options of the file system, or null
   */
  public static Step mount(
      String source, String target, String type, String data, MountFlag... flags) {
    return Step.of(
        Syscall.MOUNT, Arg.of(source), Arg.of(target), Arg.of(type), Flag.set(flags), Arg.of(data));
  }

  /** What is at {@code source} appears at {@code target} too; the same files, not a copy. */
  public static Step bind(String source, String target) {
    return change(source, target, MS_BIND);
  }

  /** Like {@link #bind}, with everything mounted below {@code source}. */
  public static Step bindRecursively(String source, String target) {
    return change(source, target, MS_BIND, MS_REC);
  }

  /**
   * Makes one mount read-only; other mounts of the same file system stay as they are.
   *
   * @param kept flags that the mount already has: a remount replaces them all, and in a user
   *     namespace those that came from outside may not be taken away (EPERM)
   */
  public static Step remountReadOnly(String target, MountFlag... kept) {
    List<MountFlag> flags = new ArrayList<>(Arrays.asList(kept));
    flags.addAll(List.of(MS_REMOUNT, MS_BIND, MS_RDONLY));
    return change(null, target, flags.toArray(MountFlag[]::new));
  }

  /**
   * How mount and unmount events pass between {@code target} and its copies in other namespaces;
   * mount_namespaces(7).
   *
   * @param type one of MS_PRIVATE, MS_SHARED, MS_SLAVE, MS_UNBINDABLE
   */
  public static Step propagation(String target, MountFlag type) {
    return change(null, target, type);
  }

  /** Like {@link #propagation}, for {@code target} and everything below it. */
  public static Step propagationBelow(String target, MountFlag type) {
    return change(null, target, type, MS_REC);
  }

  /**
   * A mount, with all that is below it, changes its place. EINVAL: {@code source} is not a mount,
   * or its parent is shared. ELOOP: {@code target} lies in what is to be moved.
   */
  public static Step move(String source, String target) {
    return change(source, target, MS_MOVE);
  }

  /** A change to, or copy of, existing mounts: there is no type and there are no options. */
  private static Step change(String source, String target, MountFlag... flags) {
    return Step.of(
        Syscall.MOUNT, Arg.of(source), Arg.of(target), Arg.NULL, Flag.set(flags), Arg.NULL);
  }

  /**
   * {@code int umount2(const char *target, int flags)}, umount(2). EINVAL: not a mount point.
   * EBUSY: something is mounted below, or a process uses it.
   */
  public static Step unmount(String target) {
    return Step.of(Syscall.UMOUNT2, Arg.of(target), Arg.of(0));
  }

  /**
   * {@code int umount2(const char *target, int flags)}, umount(2), with MNT_DETACH: the mount
   * leaves the tree now, and goes away when nothing uses it any more. EINVAL: not a mount point.
   */
  public static Step detach(String target) {
    return Step.of(Syscall.UMOUNT2, Arg.of(target), Arg.constant("MNT_DETACH", 2));
  }

  /**
   * {@code int pivot_root(const char *new_root, const char *put_old)}, pivot_root(2): the root of
   * all processes of this namespace becomes {@code newRoot}, the old one appears at {@code putOld}.
   *
   * <p>EINVAL: {@code newRoot} is no mount point, or it, its parent or the old root is shared.
   * EBUSY: it is on the root file system's own mount.
   */
  public static Step pivotRoot(String newRoot, String putOld) {
    return Step.of(Syscall.PIVOT_ROOT, Arg.of(newRoot), Arg.of(putOld));
  }

  /**
   * {@code int open_tree(int dirfd, const char *pathname, unsigned int flags)}: a copy of what is
   * mounted at {@code path}, attached nowhere yet; the result is its descriptor. Linux 5.2.
   */
  public static Step copyTree(String path) {
    return Step.of(
        Syscall.OPEN_TREE,
        AT_FDCWD,
        Arg.of(path),
        Arg.constant("OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE", 1 | 02000000 | 0x8000));
  }

  /** Like {@link #copyTree}, of the file that an earlier step opened. */
  public static Step copyTreeOf(String descriptor) {
    return Step.of(
        Syscall.OPEN_TREE,
        Arg.result(descriptor),
        Arg.of(""),
        Arg.constant("OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_EMPTY_PATH", 1 | 02000000 | 0x1000));
  }

  /**
   * {@code int move_mount(int from_dirfd, const char *from_pathname, int to_dirfd, const char
   * *to_pathname, unsigned int flags)}: attaches the tree that the step {@code tree} copied, where
   * {@code target} leads, symbolic links followed. EINVAL: one is a directory and the other is not
   * (mount(2) calls that ENOTDIR). Linux 5.2.
   */
  public static Step attach(String tree, String target) {
    return attach(
        tree, target, Arg.constant("MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_SYMLINKS", 4 | 0x10));
  }

  /** Like {@link #attach}, but a symbolic link at {@code target} is itself covered. */
  public static Step attachOver(String tree, String target) {
    return attach(tree, target, Arg.constant("MOVE_MOUNT_F_EMPTY_PATH", 4));
  }

  private static Step attach(String tree, String target, Arg flags) {
    return Step.of(
        Syscall.MOVE_MOUNT, Arg.result(tree), Arg.of(""), AT_FDCWD, Arg.of(target), flags);
  }

  /**
   * {@code int mount_setattr(int dirfd, const char *pathname, unsigned int flags, struct mount_attr
   * *attr, size_t size)}: the whole copied tree becomes read-only, all at once. Linux 5.12.
   */
  public static Step makeTreeReadOnly(String tree) {
    return setAttribute(
        Arg.result(tree),
        "",
        Arg.constant("AT_EMPTY_PATH|AT_RECURSIVE", 0x1000 | 0x8000),
        "MOUNT_ATTR_RDONLY",
        MOUNT_ATTR_RDONLY);
  }

  /**
   * {@code mount_setattr}, as above: no device can be used through the mount at {@code path}; what
   * else is set stays. Linux 5.12.
   */
  public static Step denyDevices(String path) {
    return setAttribute(AT_FDCWD, path, Arg.of(0), "MOUNT_ATTR_NODEV", MOUNT_ATTR_NODEV);
  }

  private static Step setAttribute(
      Arg directory, String path, Arg flags, String name, long attribute) {
    byte[] attributes =
        ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).putLong(attribute).array();
    return Step.of(
        Syscall.MOUNT_SETATTR,
        directory,
        Arg.of(path),
        flags,
        new Arg.Bytes(
            attributes, "{attr_set=" + name + ", attr_clr=0, propagation=0, userns_fd=0}"),
        Arg.of(attributes.length));
  }
}
