package dev.minidocker.linux.netlink;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A kernel that answers each request with what a test prepared for it, and nothing else. */
final class ScriptedTransport implements NetlinkTransport {
  static final int PORT = 4711;

  final List<NetlinkMessage> sent = new ArrayList<>();
  private final Queue<List<Answer>> scripts = new ArrayDeque<>();
  private final Queue<Answer> pending = new ArrayDeque<>();

  /** Made when the request is known, since it repeats its sequence number. */
  @FunctionalInterface
  interface Answer {
    Datagram to(NetlinkMessage request);
  }

  /** What the next request is answered with, datagram by datagram. */
  ScriptedTransport then(Answer... answers) {
    scripts.add(List.of(answers));
    return this;
  }

  static Answer saying(int type, int flags, ByteBuffer payload) {
    return request ->
        new Datagram(
            0, new NetlinkMessage(type, flags, request.sequence(), PORT, payload).encode());
  }

  static Answer acknowledging(int error) {
    ByteBuffer quoted = ByteBuffer.allocate(NetlinkMessage.HEADER_BYTES);
    return saying(
        NetlinkMessage.NLMSG_ERROR,
        0x100,
        new Acknowledgement(error, quoted, Attributes.NONE).encode());
  }

  static Answer done(int flags) {
    return saying(NetlinkMessage.NLMSG_DONE, flags, new Done(0, Attributes.NONE).encode());
  }

  static Answer losing() {
    return request -> {
      throw new ErrnoException("recvfrom()", Errno.ENOBUFS);
    };
  }

  @Override
  public int port() {
    return PORT;
  }

  @Override
  public void send(ByteBuffer datagram) {
    sent.addAll(NetlinkMessage.decodeAll(datagram));
    pending.addAll(scripts.remove());
  }

  @Override
  public Datagram receive() {
    if (pending.isEmpty()) {
      throw new ErrnoException("recvfrom()", Errno.EAGAIN);
    }
    return pending.remove().to(sent.get(sent.size() - 1));
  }

  @Override
  public void close() {}
}
