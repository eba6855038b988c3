package dev.minidocker.linux.netlink;

import dev.minidocker.linux.ErrnoException;
import java.nio.ByteBuffer;

/** Carries datagrams to the kernel and back. */
public interface NetlinkTransport extends AutoCloseable {

  /**
   * Something that came.
   *
   * @param sender the port that it came from; 0 is the kernel, any other an impostor
   * @param content one or more messages
   */
  record Datagram(int sender, ByteBuffer content) {}

  /** The port that the kernel's answers name. */
  int port();

  /**
   * Sends one datagram; the kernel has done what it asks when this returns.
   *
   * @throws ErrnoException if it cannot be sent, which says nothing about what it asks
   */
  void send(ByteBuffer datagram);

  /**
   * Waits for the next datagram.
   *
   * @throws ErrnoException ENOBUFS if one or more were lost; EAGAIN if none comes for some seconds
   */
  Datagram receive();

  @Override
  void close();
}
