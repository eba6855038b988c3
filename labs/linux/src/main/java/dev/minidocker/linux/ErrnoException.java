package dev.minidocker.linux;

/** The kernel refused a system call: what was asked, and what it answered. */
public final class ErrnoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final Errno errno;

  /**
   * @param call the call in the notation of strace(1)
   * @param errno the kernel's answer
   */
  public ErrnoException(String call, Errno errno) {
    this(call, errno, "");
  }

  /**
   * @param explanation the cause in this situation and its remedy, or "" where there is nothing to
   *     add
   */
  public ErrnoException(String call, Errno errno, String explanation) {
    super(
        call
            + ": "
            + errno
            + " ("
            + errno.text()
            + ")"
            + (explanation.isEmpty() ? "" : ". " + explanation));
    this.call = call;
    this.errno = errno;
  }

  /** The call that failed, in the notation of strace(1). */
  public String call() {
    return call;
  }

  public Errno errno() {
    return errno;
  }
}
