package dev.minidocker.image.internal;

import static dev.minidocker.linux.OpenFlag.O_CLOEXEC;
import static dev.minidocker.linux.OpenFlag.O_CREAT;
import static dev.minidocker.linux.OpenFlag.O_DIRECTORY;
import static dev.minidocker.linux.OpenFlag.O_EXCL;
import static dev.minidocker.linux.OpenFlag.O_NOFOLLOW;
import static dev.minidocker.linux.OpenFlag.O_PATH;
import static dev.minidocker.linux.OpenFlag.O_WRONLY;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

/**
 * An open directory, and what can be made in it. A name is one component; a symbolic link of that
 * name is never followed.
 *
 * <p>The methods that begin with "try" return the errno, negated, where the kernel refuses.
 */
final class Directory implements AutoCloseable {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int RESOLVE_NO_MAGICLINKS = 0x02;
  private static final int RESOLVE_IN_ROOT = 0x10;

  private final Fd fd;
  private final AtomicBoolean replaced;

  private Directory(Fd fd, AtomicBoolean replaced) {
    this.fd = fd;
    this.replaced = replaced;
  }

  /** Opens the directory at this path of the host. */
  static Directory open(String path) {
    return new Directory(Fd.open(path, OpenFlag.of(O_PATH, O_DIRECTORY), 0), new AtomicBoolean());
  }

  int fd() {
    return fd.number();
  }

  /**
   * Opens a directory below this one, which every {@code ..} and every symbolic link on the way
   * takes for the root; openat2(2), Linux 5.6.
   *
   * @return null where there is no such directory (yet)
   */
  Directory resolve(String path) {
    byte[] how =
        ByteBuffer.allocate(24)
            .order(ByteOrder.nativeOrder())
            .putLong(OpenFlag.of(O_PATH, O_DIRECTORY, O_CLOEXEC))
            .putLong(0)
            .putLong(RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)
            .array();
    while (true) {
      long result = Kernel.tryCall(Syscall.OPENAT2, fd(), path, how, how.length);
      if (result >= 0) {
        return new Directory(Fd.of(result), replaced);
      } else if (result == -Errno.ENOENT.number()) {
        return null;
      } else if (result != -Errno.EAGAIN.number()) { // EAGAIN: something was renamed meanwhile
        throw refused("openat2", path, result);
      }
    }
  }

  /** Whether something here or below was made in the place of something made before. */
  boolean hasReplaced() {
    return replaced.get();
  }

  /** Opens a file of it for reading. */
  Fd openFile(String name) {
    int flags = OpenFlag.of(O_NOFOLLOW, O_CLOEXEC);
    return Fd.of(Kernel.call(Syscall.OPENAT, fd(), name, flags, 0));
  }

  private String procPath(String name) {
    return "/proc/self/fd/" + fd() + (name.isEmpty() ? "/." : "/" + name);
  }

  FileStatus status(String name) {
    return FileStatus.at(fd(), name);
  }

  long tryCreateFile(String name) {
    int flags = OpenFlag.of(O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_CLOEXEC);
    return Kernel.tryCall(Syscall.OPENAT, fd(), name, flags, 0600);
  }

  long tryMakeDirectory(String name, int mode) {
    return Kernel.tryCall(Syscall.MKDIRAT, fd(), name, mode);
  }

  long tryMakeSymlink(String name, String target) {
    return Kernel.tryCall(Syscall.SYMLINKAT, target, fd(), name);
  }

  long tryMakeNode(String name, int typeAndMode, long device) {
    return Kernel.tryCall(Syscall.MKNODAT, fd(), name, typeAndMode, device);
  }

  /** A second name for a file; of a symbolic link too, which is not followed. */
  long tryMakeLink(String name, Directory targetParent, String targetName) {
    return Kernel.tryCall(Syscall.LINKAT, targetParent.fd(), targetName, fd(), name, 0);
  }

  void owner(String name, long uid, long gid) {
    check(
        "fchownat",
        name,
        Kernel.tryCall(Syscall.FCHOWNAT, fd(), name, uid, gid, AT_SYMLINK_NOFOLLOW));
  }

  /** fchmodat(2) would follow a symbolic link: the caller has just made the file. */
  void mode(String name, int mode) {
    check("fchmodat", name, Kernel.tryCall(Syscall.FCHMODAT, fd(), name, mode));
  }

  /** Sets the times of last access and modification. */
  void time(String name, Instant time) {
    byte[] both =
        ByteBuffer.allocate(32)
            .order(ByteOrder.nativeOrder())
            .putLong(time.getEpochSecond())
            .putLong(time.getNano())
            .putLong(time.getEpochSecond())
            .putLong(time.getNano())
            .array();
    check(
        "utimensat",
        name,
        Kernel.tryCall(Syscall.UTIMENSAT, fd(), name, both, AT_SYMLINK_NOFOLLOW));
  }

  long trySetAttribute(String name, String attribute, byte[] value) {
    return Kernel.tryCall(Syscall.LSETXATTR, procPath(name), attribute, value, value.length, 0);
  }

  /** Tries; where something of that name exists already, removes it and tries again. */
  long tryReplace(String name, ToLongFunction<String> attempt) {
    long result = attempt.applyAsLong(name);
    if (result == -Errno.EEXIST.number()) {
      replaced.set(true);
      FileTree.remove(fd(), name);
      result = attempt.applyAsLong(name);
    }
    return result;
  }

  /** The same, where a refusal is an error of this call. */
  long replace(String call, String name, ToLongFunction<String> attempt) {
    long result = tryReplace(name, attempt);
    check(call, name, result);
    return result;
  }

  static void check(String call, String name, long result) {
    if (result < 0) {
      throw refused(call, name, result);
    }
  }

  private static ErrnoException refused(String call, String name, long result) {
    return new ErrnoException(call + "(" + EntryName.shown(name) + ")", Errno.ofResult(result));
  }

  @Override
  public void close() {
    fd.close();
  }
}
