package dev.minidocker.labs.ipc;

import dev.minidocker.labs.ipc.model.Act.Making;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Steps that use POSIX message queues; mq_overview(7). The kernel wants names without the slash
 * that the C library asks for. They are files in the mqueue file system of the namespace.
 */
public final class MessageQueues {
  private static final int BYTES = 8;
  private static final int MODE = 0600;

  private MessageQueues() {}

  /**
   * {@code mqd_t mq_open(const char *name, int flags, mode_t mode, struct mq_attr *attr)}: a
   * descriptor of a queue for one message of 8 bytes, or of one that is there. ENOENT, EEXIST as
   * for files; EMFILE: the user's queues would take more than RLIMIT_MSGQUEUE.
   */
  public static Step open(String name, Making making) {
    return open(name, making, 1, BYTES);
  }

  /**
   * The same for a queue of more and longer messages. EINVAL: more than fs.mqueue.msg_max, or
   * longer than fs.mqueue.msgsize_max.
   */
  public static Step open(String name, Making making, int messages, int bytes) {
    Arg flags =
        switch (making) {
          case NEVER -> Arg.constant("O_RDWR", 2);
          case IF_ABSENT -> Arg.constant("O_RDWR|O_CREAT", 2 | 0100);
          case ALWAYS -> Arg.constant("O_RDWR|O_CREAT|O_EXCL", 2 | 0300);
        };
    ByteBuffer attributes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    attributes.putLong(8, messages).putLong(16, bytes);
    String text =
        "{mq_flags=0, mq_maxmsg=" + messages + ", mq_msgsize=" + bytes + ", mq_curmsgs=0}";
    return Step.of(
        Syscall.MQ_OPEN,
        Arg.of(name),
        flags,
        Arg.octal(MODE),
        new Arg.Bytes(attributes.array(), text));
  }

  /** {@code int mq_unlink(const char *name)}: the name goes now, the queue with its last user. */
  public static Step unlink(String name) {
    return Step.of(Syscall.MQ_UNLINK, Arg.of(name));
  }

  /**
   * {@code int mq_timedsend(mqd_t mqdes, const char *msg, size_t len, unsigned prio, const struct
   * timespec *timeout)}, which waits while the queue is full.
   *
   * @param text at most 8 bytes
   */
  public static Step send(String queue, String text) {
    return Step.of(
        Syscall.MQ_TIMEDSEND,
        Arg.result(queue),
        Arg.of(text),
        Arg.of(text.length()),
        Arg.of(0),
        Arg.NULL);
  }
}
