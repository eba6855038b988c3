package dev.minidocker.labs.ipc.model;

import java.util.List;

/** Something that a process does with IPC objects and namespaces. A life is a list of acts. */
public sealed interface Act {

  /** What a {@link Get} says about making what is not there. */
  enum Making {
    /** No flag: it must be there. */
    NEVER,
    /** IPC_CREAT: make it if it is not there. */
    IF_ABSENT,
    /** {@code IPC_CREAT|IPC_EXCL}: it must not be there. */
    ALWAYS
  }

  /** shmget(2), semget(2), msgget(2): the answer is an id. Key 0 is IPC_PRIVATE. */
  record Get(Kind kind, int key, Making making) implements Act {}

  /** shmctl(2), semctl(2), msgctl(2) with IPC_RMID. */
  record Remove(Kind kind, int id) implements Act {}

  /** Writes to the memory, sets the semaphore, sends a message. */
  record Put(Kind kind, int id, int value) implements Act {}

  /** Reads the memory, the semaphore, or the oldest message, which is then gone. */
  record Take(Kind kind, int id) implements Act {}

  /** shmat(2), for the rest of this life, and of those of children born later. */
  record Attach(int id) implements Act {}

  /** A child waits for a semaphore that never comes; its parent removes it under its nose. */
  record RemoveUnderWaiter(int id) implements Act {}

  /** Makes and removes so many private objects, which uses up ids. */
  record UseUpIds(Kind kind, int count) implements Act {}

  /** mq_open(3) of a POSIX message queue. */
  record Open(String name, Making making) implements Act {}

  /** mq_unlink(3). */
  record Unlink(String name) implements Act {}

  /** {@code unshare(CLONE_NEWIPC)}: a new namespace for the process itself. */
  record Unshare() implements Act {}

  /**
   * setns(2) to the namespace that an ancestor was born in.
   *
   * @param generations how far back: 0 is one's own birth, 1 the parent's; the first process if
   *     there are not so many
   */
  record Join(int generations) implements Act {}

  /**
   * clone3(2): a child lives its life, while the parent waits.
   *
   * @param ownNamespace whether with CLONE_NEWIPC
   */
  record Birth(boolean ownNamespace, List<Act> life) implements Act {
    public Birth {
      life = List.copyOf(life);
    }
  }
}
