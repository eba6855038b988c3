package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Removes groups, with the groups that somebody has made in them; rmdir(2). */
public final class GroupRemoval {
  private static final int AT_FDCWD = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final long FIRST_PAUSE_NANOS = 20_000;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000;
  private static final int TRIES = 110;

  private GroupRemoval() {}

  /**
   * Removes a group whose processes have ended or are about to.
   *
   * @return whether it is gone; one that has processes after a second is left
   */
  public static boolean remove(Path directory) {
    long pause = FIRST_PAUSE_NANOS;
    for (int i = 0; i < TRIES; i++) {
      long result = removeOnce(directory.toFile());
      if (result != -Errno.EBUSY.number()) {
        return result == 0 || result == -Errno.ENOENT.number();
      }
      LockSupport.parkNanos(pause); // the kernel takes a moment to forget a process
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
    return false;
  }

  /** From the bottom up: the files in it are the kernel's, and go by themselves. */
  private static long removeOnce(File directory) {
    long result = removeEmpty(directory);
    if (result != -Errno.EBUSY.number()) {
      return result;
    }
    File[] groups = directory.listFiles(File::isDirectory);
    if (groups == null || groups.length == 0) {
      return result; // it has processes
    }
    for (File group : groups) {
      removeOnce(group);
    }
    return removeEmpty(directory);
  }

  private static long removeEmpty(File directory) {
    return Kernel.tryCall(Syscall.UNLINKAT, AT_FDCWD, directory.toString(), AT_REMOVEDIR);
  }
}
