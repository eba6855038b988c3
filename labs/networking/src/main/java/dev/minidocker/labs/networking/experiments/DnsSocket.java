package dev.minidocker.labs.networking.experiments;

import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labs.networking.dns.Responder;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A socket of a container's network at which queries arrive, and what is sent to it and comes back.
 *
 * @param responder who knows the answers, outside
 */
record DnsSocket(Responder responder) {
  static final int PORT = 53;

  /** Of the descriptor, in the container. */
  static final int NUMBER = 53;

  private static final int LARGEST = 512;
  private static final int SOCKADDR_BYTES = 16;
  private static final int MSG_DONTWAIT = 0x40;

  /**
   * Takes one query from the socket of the container's process, and answers it.
   *
   * @throws dev.minidocker.linux.ErrnoException EAGAIN if nobody has asked
   */
  void answerOne(Host container) {
    try (Fd process = Processes.open(container.pid());
        Fd socket = Fd.of(Kernel.call(Syscall.PIDFD_GETFD, process.number(), NUMBER, 0))) {
      byte[] query = new byte[LARGEST];
      byte[] client = new byte[SOCKADDR_BYTES];
      byte[] length =
          ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, SOCKADDR_BYTES).array();
      long bytes =
          Kernel.call(
              Syscall.RECVFROM, socket.number(), query, query.length, MSG_DONTWAIT, client, length);
      byte[] answer = responder.byUdp(Arrays.copyOf(query, (int) bytes)).orElseThrow();
      Kernel.call(Syscall.SENDTO, socket.number(), answer, answer.length, 0, client, client.length);
    }
  }

  /** Sends a query for an address from the container's socket of this name. */
  static Program query(String socket, String name) {
    byte[] query;
    try {
      Name absolute = Name.fromString(name, Name.root);
      query = Message.newQuery(Record.newRecord(absolute, Type.A, DClass.IN)).toWire();
    } catch (TextParseException e) {
      throw new IllegalArgumentException("no domain name: " + name, e);
    }
    return Program.of(
        Step.of(
            Syscall.SENDTO,
            Arg.result(socket),
            new Arg.Bytes(query, "{A? " + name + "}"),
            Arg.of(query.length),
            Arg.of(0),
            Arg.NULL,
            Arg.of(0)));
  }

  /** What comes back to that socket: a code, and addresses. */
  static Look answer(String socket) {
    return Look.call(
        LARGEST,
        memory ->
            Step.of(
                Syscall.RECVFROM,
                Arg.result(socket),
                memory,
                Arg.of(LARGEST),
                Arg.of(0),
                Arg.NULL,
                Arg.NULL),
        DnsSocket::shown);
  }

  private static String shown(Look.Answers answers) {
    byte[] bytes = new byte[(int) answers.result()];
    answers.memory().get(0, bytes);
    try {
      Message message = new Message(bytes);
      Stream<String> records =
          message.getSection(Section.ANSWER).stream().map(Record::rdataToString);
      return Stream.concat(Stream.of(Rcode.string(message.getRcode())), records)
          .collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UncheckedIOException("not a message of DNS", e);
    }
  }
}
