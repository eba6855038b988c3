package dev.minidocker.labs.ipc;

import dev.minidocker.labs.ipc.model.Act.Making;
import dev.minidocker.labs.ipc.model.IpcObject;
import dev.minidocker.labs.ipc.model.Kind;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Steps that use System V objects; sysvipc(7). Ids are numbers, or results of a {@link #get}. All
 * answer EINVAL for an id that means nothing in the namespace of who asks. Numbers of {@code
 * include/uapi/linux/ipc.h}, {@code sem.h}.
 */
public final class SystemV {
  /** How many bytes of shared memory and of messages are used here: one number. */
  public static final int NUMBER_BYTES = 8;

  private static final int MEMORY_BYTES = 4096;
  private static final int MODE = 0600;
  private static final Arg IPC_RMID = Arg.constant("IPC_RMID", 0);
  private static final Arg IPC_NOWAIT = Arg.constant("IPC_NOWAIT", 04000);
  private static final int SEMVMX = 32767;

  private SystemV() {}

  /**
   * {@code int shmget(key_t key, size_t size, int flags)}, {@code int semget(key_t key, int count,
   * int flags)}, {@code int msgget(key_t key, int flags)}: the id of what has this key. ENOENT: it
   * is not there, and was not to be made. EEXIST: it is there, and was to be made. ENOSPC: there
   * are as many as may be.
   */
  public static Step get(Kind kind, int key, Making making) {
    Arg shown =
        key == IpcObject.PRIVATE
            ? Arg.constant("IPC_PRIVATE", 0)
            : Arg.constant("0x" + Integer.toHexString(key), key);
    Arg flags =
        switch (making) {
          case NEVER -> Arg.octal(MODE);
          case IF_ABSENT -> Arg.constant("IPC_CREAT|0600", 01000 | MODE);
          case ALWAYS -> Arg.constant("IPC_CREAT|IPC_EXCL|0600", 03000 | MODE);
        };
    return switch (kind) {
      case MEMORY -> Step.of(Syscall.SHMGET, shown, Arg.of(MEMORY_BYTES), flags);
      case SEMAPHORE -> Step.of(Syscall.SEMGET, shown, Arg.of(1), flags);
      case QUEUE -> Step.of(Syscall.MSGGET, shown, flags);
    };
  }

  /**
   * {@code shmctl}, {@code semctl}, {@code msgctl} with IPC_RMID: who waits for it is told EIDRM;
   * memory stays while it is attached. EPERM: neither its owner nor CAP_SYS_ADMIN.
   */
  public static Step remove(Kind kind, Arg id) {
    return switch (kind) {
      case MEMORY -> Step.of(Syscall.SHMCTL, id, IPC_RMID, Arg.NULL);
      case SEMAPHORE -> Step.of(Syscall.SEMCTL, id, Arg.of(0), IPC_RMID);
      case QUEUE -> Step.of(Syscall.MSGCTL, id, IPC_RMID, Arg.NULL);
    };
  }

  /** {@code void *shmat(int shmid, const void *addr, int flags)}: its address is the result. */
  public static Step attach(Arg id) {
    return Step.of(Syscall.SHMAT, id, Arg.NULL, Arg.of(0));
  }

  /** {@code int shmdt(const void *addr)}, of what the step attached. */
  public static Step detach(String attached) {
    return Step.of(Syscall.SHMDT, Arg.result(attached));
  }

  /** A number goes from a file to the attached memory, by pread(2). */
  public static Step load(String file, String attached) {
    return Step.of(
        Syscall.PREAD64, Arg.result(file), Arg.result(attached), Arg.of(NUMBER_BYTES), Arg.of(0));
  }

  /** A number goes from the attached memory to a file, by pwrite(2). */
  public static Step store(String attached, String file) {
    return Step.of(
        Syscall.PWRITE64, Arg.result(file), Arg.result(attached), Arg.of(NUMBER_BYTES), Arg.of(0));
  }

  /** {@code semctl(id, 0, SETVAL, value)}. */
  public static Step setSemaphore(Arg id, int value) {
    return Step.of(Syscall.SEMCTL, id, Arg.of(0), Arg.constant("SETVAL", 16), Arg.of(value));
  }

  /** {@code semctl(id, 0, GETVAL)}: the value is the result. */
  public static Step semaphore(Arg id) {
    return Step.of(Syscall.SEMCTL, id, Arg.of(0), Arg.constant("GETVAL", 12));
  }

  /** {@code semctl(id, 0, GETNCNT)}: how many wait for it to rise. */
  public static Step waitersFor(Arg id) {
    return Step.of(Syscall.SEMCTL, id, Arg.of(0), Arg.constant("GETNCNT", 14));
  }

  /**
   * {@code int semop(int semid, struct sembuf *ops, size_t count)}: takes more than there ever is,
   * and so waits until the semaphore is removed (EIDRM).
   */
  public static Step waitForever(Arg id) {
    ByteBuffer operation = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
    operation.putShort(2, (short) -SEMVMX);
    String text = "[{sem_num=0, sem_op=-" + SEMVMX + ", sem_flg=0}]";
    return Step.of(Syscall.SEMOP, id, new Arg.Bytes(operation.array(), text), Arg.of(1));
  }

  /**
   * {@code int msgsnd(int msqid, const void *msg, size_t size, int flags)}. EAGAIN: the queue is
   * full. EINVAL also: the message is longer than msgmax.
   */
  public static Step send(Arg id, long number) {
    byte[] message = numbers(1, number);
    return Step.of(
        Syscall.MSGSND,
        id,
        new Arg.Bytes(message, "{1, <" + number + ">}"),
        Arg.of(NUMBER_BYTES),
        IPC_NOWAIT);
  }

  /** {@code ssize_t msgrcv(int msqid, void *msg, size_t size, long type, int flags)}; ENOMSG. */
  public static Step receive(Arg id, Arg memory) {
    return Step.of(Syscall.MSGRCV, id, memory, Arg.of(NUMBER_BYTES), Arg.of(0), IPC_NOWAIT);
  }

  /** {@code memfd_create}: a file for {@link #load} and {@link #store}. */
  public static Step file() {
    return Step.of(Syscall.MEMFD_CREATE, Arg.of("number"), Arg.constant("MFD_CLOEXEC", 1));
  }

  /** Writes a number to such a file. */
  public static Step write(String file, long number) {
    return Step.of(
        Syscall.PWRITE64,
        Arg.result(file),
        new Arg.Bytes(numbers(number), "<" + number + ">"),
        Arg.of(NUMBER_BYTES),
        Arg.of(0));
  }

  private static byte[] numbers(long... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(NUMBER_BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return bytes.array();
  }
}
