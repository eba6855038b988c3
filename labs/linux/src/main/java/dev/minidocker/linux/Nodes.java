package dev.minidocker.linux;

/** Steps that make directories, links and files, and that move about among them. */
public final class Nodes {
  /** In the place of a directory descriptor: relative paths start at the working directory. */
  public static final Arg HERE = Arg.constant("AT_FDCWD", -100);

  private static final int S_IFREG = 0100000;
  private static final int S_IFCHR = 0020000;

  private Nodes() {}

  /** {@code int mkdirat(int dirfd, const char *pathname, mode_t mode)}, mkdir(2). */
  public static Step directory(String path, int mode) {
    return Step.of(Syscall.MKDIRAT, HERE, Arg.of(path), Arg.octal(mode));
  }

  /** {@code int symlinkat(const char *target, int newdirfd, const char *linkpath)}, symlink(2). */
  public static Step symlink(String target, String path) {
    return Step.of(Syscall.SYMLINKAT, Arg.of(target), HERE, Arg.of(path));
  }

  /**
   * {@code int mknodat(int dirfd, const char *pathname, mode_t mode, dev_t dev)}: an empty file.
   */
  public static Step emptyFile(String path, int mode) {
    return node(path, "S_IFREG", S_IFREG, mode, Arg.of(0));
  }

  /**
   * {@code int mknodat(int dirfd, const char *pathname, mode_t mode, dev_t dev)}, mknod(2). EPERM
   * without CAP_MKNOD in the first user namespace: no other may make devices.
   */
  public static Step characterDevice(String path, int mode, int major, int minor) {
    String shown = "makedev(" + hex(major) + ", " + hex(minor) + ")";
    long number = ((long) major << 8) | minor;
    return node(path, "S_IFCHR", S_IFCHR, mode, Arg.constant(shown, number));
  }

  private static Step node(String path, String type, int bits, int mode, Arg device) {
    Arg typeAndMode = Arg.constant(Strace.fileMode(type, mode), bits | mode);
    return type.equals("S_IFREG")
        ? Step.of(Syscall.MKNODAT, HERE, Arg.of(path), typeAndMode)
        : Step.of(Syscall.MKNODAT, HERE, Arg.of(path), typeAndMode, device);
  }

  private static String hex(int number) {
    return number == 0 ? "0" : "0x" + Integer.toHexString(number);
  }

  /** {@code int chdir(const char *path)}, chdir(2). */
  public static Step changeDirectory(String path) {
    return Step.of(Syscall.CHDIR, Arg.of(path));
  }

  /** {@code int chroot(const char *path)}, chroot(2). Not a wall: see the mnt lab. */
  public static Step changeRoot(String path) {
    return Step.of(Syscall.CHROOT, Arg.of(path));
  }
}
