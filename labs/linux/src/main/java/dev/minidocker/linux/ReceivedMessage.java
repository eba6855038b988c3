package dev.minidocker.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What one recvmsg(2) brought: bytes, who sent them, and perhaps a descriptor; unix(7),
 * SCM_CREDENTIALS and SCM_RIGHTS.
 *
 * @param content the bytes, in little-endian order; none at end of file
 * @param sender the process that sent them, as this JVM's process-id namespace numbers it; 0 if the
 *     socket was not {@linkplain #tellSenders told} to say
 * @param descriptor a descriptor that came along, now this JVM's, close-on-exec
 */
record ReceivedMessage(ByteBuffer content, int sender, Optional<Fd> descriptor) {
  private static final int SOL_SOCKET = 1;
  private static final int SO_PASSCRED = 16;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int SCM_RIGHTS = 1;
  private static final int SCM_CREDENTIALS = 2;
  private static final int CONTENT_BYTES = 4096;

  /** A {@code struct cmsghdr} is 16 bytes; a {@code struct ucred} has 12, a descriptor 4. */
  private static final int HEADER_BYTES = 16;

  private static final int CONTROL_BYTES = 32 + 24;

  // one block: struct msghdr, struct iovec, the control messages, the content
  private static final int MSG_IOV = 16;
  private static final int MSG_IOVLEN = 24;
  private static final int MSG_CONTROL = 32;
  private static final int MSG_CONTROLLEN = 40;
  private static final int IOVEC = 56;
  private static final int CONTROL = 72;
  private static final int CONTENT = CONTROL + CONTROL_BYTES;

  /** Has the kernel say who sent each message that comes from now on; it cannot be forged. */
  static void tellSenders(Fd socket) {
    byte[] yes = {1, 0, 0, 0};
    Kernel.call(Syscall.SETSOCKOPT, socket.number(), SOL_SOCKET, SO_PASSCRED, yes, yes.length);
  }

  static ReceivedMessage from(Fd socket) {
    try (Memory block = new Memory(CONTENT + CONTENT_BYTES)) {
      block.clear(CONTENT);
      long address = Pointer.nativeValue(block);
      block.setLong(MSG_IOV, address + IOVEC);
      block.setLong(MSG_IOVLEN, 1);
      block.setLong(MSG_CONTROL, address + CONTROL);
      block.setLong(MSG_CONTROLLEN, CONTROL_BYTES);
      block.setLong(IOVEC, address + CONTENT);
      block.setLong(IOVEC + 8, CONTENT_BYTES);
      long length = receive(socket, address);
      if (length == -Errno.ECONNRESET.number()) { // told once, of a peer killed before it read all
        length = receive(socket, address);
      }
      if (length < 0) {
        throw new ErrnoException("recvmsg(" + socket + ")", Errno.ofResult(length));
      }
      ByteBuffer content = ByteBuffer.wrap(block.getByteArray(CONTENT, (int) length));
      ByteBuffer control =
          ByteBuffer.wrap(block.getByteArray(CONTROL, (int) block.getLong(MSG_CONTROLLEN)))
              .order(ByteOrder.nativeOrder());
      return new ReceivedMessage(
          content.order(ByteOrder.LITTLE_ENDIAN),
          first(control, SCM_CREDENTIALS).orElse(0),
          first(control, SCM_RIGHTS).map(Fd::of));
    }
  }

  private static long receive(Fd socket, long message) {
    return Kernel.raw(Syscall.RECVMSG, socket.number(), message, MSG_CMSG_CLOEXEC, 0, 0, 0);
  }

  /** The first number in the control message of this type; cmsg(3). */
  private static Optional<Integer> first(ByteBuffer control, int type) {
    for (int at = 0; at + HEADER_BYTES < control.limit(); ) {
      if (control.getInt(at + 12) == type) {
        return Optional.of(control.getInt(at + HEADER_BYTES));
      }
      at += (int) ((control.getLong(at) + 7) & -8); // each begins on a multiple of eight
    }
    return Optional.empty();
  }

  boolean isEnd() {
    return !content.hasRemaining() && descriptor.isEmpty();
  }
}
