package dev.minidocker.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What one recvmsg(2) brought: bytes, and perhaps a descriptor; unix(7), SCM_RIGHTS.
 *
 * @param content the bytes, in little-endian order; none at end of file
 * @param descriptor a descriptor that came along, now this JVM's, close-on-exec
 */
record ReceivedMessage(ByteBuffer content, Optional<Fd> descriptor) {
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int SCM_RIGHTS = 1;
  private static final int CONTENT_BYTES = 4096;
  private static final int CONTROL_BYTES = 24;

  // one block: struct msghdr, struct iovec, the control message, the content
  private static final int MSG_IOV = 16;
  private static final int MSG_IOVLEN = 24;
  private static final int MSG_CONTROL = 32;
  private static final int MSG_CONTROLLEN = 40;
  private static final int IOVEC = 56;
  private static final int CONTROL = 72;
  private static final int CONTENT = 96;

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
      long length =
          Kernel.raw(Syscall.RECVMSG, socket.number(), address, MSG_CMSG_CLOEXEC, 0, 0, 0);
      if (length == -Errno.ECONNRESET.number()) {
        length = 0; // the peer died and left a message of ours unread: an end like any other
      }
      if (length < 0) {
        throw new ErrnoException("recvmsg(" + socket + ")", Errno.ofResult(length));
      }
      ByteBuffer content = ByteBuffer.wrap(block.getByteArray(CONTENT, (int) length));
      boolean carriesDescriptor =
          block.getLong(MSG_CONTROLLEN) > 0 && block.getInt(CONTROL + 12) == SCM_RIGHTS;
      return new ReceivedMessage(
          content.order(ByteOrder.LITTLE_ENDIAN),
          carriesDescriptor ? Optional.of(Fd.of(block.getInt(CONTROL + 16))) : Optional.empty());
    }
  }

  boolean isEnd() {
    return !content.hasRemaining() && descriptor.isEmpty();
  }
}
