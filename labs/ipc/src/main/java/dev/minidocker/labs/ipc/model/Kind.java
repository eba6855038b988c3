package dev.minidocker.labs.ipc.model;

/** The three kinds of System V objects; sysvipc(7). Each has keys and ids of its own. */
public enum Kind {
  /** Shared memory. Here its first 8 bytes are one number. */
  MEMORY,
  /** A set of semaphores; here of one. */
  SEMAPHORE,
  /** A queue of messages; here of numbers. */
  QUEUE
}
