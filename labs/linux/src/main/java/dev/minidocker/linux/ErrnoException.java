package dev.minidocker.linux;

/** The kernel refused a system call: what was asked, and what it answered. */
public final class ErrnoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final Errno errno;
  private final int step;

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
    this(call, errno, 0, call + ": " + errno + " (" + errno.text() + ")" + sentence(explanation));
  }

  private ErrnoException(String call, Errno errno, int step, String message) {
    super(message);
    this.call = call;
    this.errno = errno;
    this.step = step;
  }

  /**
   * Of a step that failed.
   *
   * @param step its number in the program, from 1
   * @param result what the kernel answered: a negated errno, or a result that is too small, for
   *     which {@link #errno} is EUNKNOWN
   */
  static ErrnoException ofStep(int step, Step failed, long result, String explanation) {
    Errno errno = Errno.ofResult(result);
    String answer =
        result < 0
            ? errno + " (" + errno.text() + ")"
            : result + " where at least " + failed.atLeast() + " was needed";
    return new ErrnoException(
        failed.toString(), errno, step, failed + ": " + answer + sentence(explanation));
  }

  private static String sentence(String explanation) {
    return explanation.isEmpty() ? "" : ". " + explanation;
  }

  /** The call that failed, in the notation of strace(1). */
  public String call() {
    return call;
  }

  public Errno errno() {
    return errno;
  }

  /** The number of the step in its program, from 1; 0 for a call that this JVM made itself. */
  public int step() {
    return step;
  }
}
