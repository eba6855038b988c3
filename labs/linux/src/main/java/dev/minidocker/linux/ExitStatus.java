package dev.minidocker.linux;

/**
 * How a process ended, waitid(2).
 *
 * @param value the exit code, or the signal's number
 * @param signaled whether a signal ended it
 */
public record ExitStatus(int value, boolean signaled) {

  /** The code by which a shell, and docker, tell it: 128 + n for a signal. */
  public int exitCode() {
    return signaled ? 128 + value : value;
  }

  @Override
  public String toString() {
    return signaled ? "killed by signal " + value : "exited with " + value;
  }
}
