package dev.minidocker.linux;

/**
 * Locks of open files; flock(2). They bind only those who ask for them, belong to one opening of a
 * file (two of one process exclude each other too), and are given back by the kernel when that is
 * closed, however its process ends.
 */
public enum Flock {
  /** Many may hold it together. */
  SHARED(1),

  /** Nobody else holds one. */
  EXCLUSIVE(2);

  private static final int LOCK_NB = 4;
  private static final int LOCK_UN = 8;

  private final int operation;

  Flock(int operation) {
    this.operation = operation;
  }

  /**
   * Waits until no other opening's lock is in the way, and holds it from then on.
   *
   * @throws ErrnoException {@code EINTR} if a signal came meanwhile, {@code ENOLCK} if the kernel
   *     has no memory for it
   */
  public void await(Fd file) {
    Kernel.call(Syscall.FLOCK, file.number(), operation);
  }

  /**
   * Holds it from now on, if no other opening's lock is in the way.
   *
   * @return whether it does
   * @throws ErrnoException {@code ENOLCK} if the kernel has no memory for it
   */
  public boolean tryOn(Fd file) {
    long result = Kernel.tryCall(Syscall.FLOCK, file.number(), operation | LOCK_NB);
    if (result < 0 && Errno.ofResult(result) != Errno.EAGAIN) {
      throw new ErrnoException(
          "flock(" + file.number() + ", " + this + ")", Errno.ofResult(result));
    }
    return result == 0;
  }

  /** Gives back what this opening holds, before it is closed. */
  public static void giveBack(Fd file) {
    Kernel.call(Syscall.FLOCK, file.number(), LOCK_UN);
  }
}
