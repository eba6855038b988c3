package dev.minidocker.labs.ipc;

/**
 * A limit that every IPC namespace has for itself; {@code
 * Documentation/admin-guide/sysctl/kernel.rst}, mq_overview(7).
 */
public enum IpcLimit {
  /** Bytes of one piece of shared memory. */
  SHMMAX("kernel/shmmax"),
  /** Pages of all shared memory. */
  SHMALL("kernel/shmall"),
  /** Pieces of shared memory. */
  SHMMNI("kernel/shmmni"),
  /** Bytes of one System V message. */
  MSGMAX("kernel/msgmax"),
  /** Bytes in one System V queue. */
  MSGMNB("kernel/msgmnb"),
  /** System V queues. */
  MSGMNI("kernel/msgmni"),
  /** Four numbers: semaphores of a set, semaphores, operations of a call, sets; tab-separated. */
  SEM("kernel/sem"),
  /** POSIX queues. */
  QUEUES_MAX("fs/mqueue/queues_max"),
  /** Messages that a POSIX queue may be made for. */
  MSG_MAX("fs/mqueue/msg_max"),
  /** Bytes of a message that a POSIX queue may be made for. */
  MSGSIZE_MAX("fs/mqueue/msgsize_max");

  private final String file;

  IpcLimit(String file) {
    this.file = file;
  }

  /** Its file below {@code /proc/sys}. */
  public String file() {
    return file;
  }

  /** Its name for sysctl(8) and {@code docker run --sysctl}. */
  @Override
  public String toString() {
    return file.replace('/', '.');
  }
}
