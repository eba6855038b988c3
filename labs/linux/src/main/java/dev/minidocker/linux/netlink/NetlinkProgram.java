package dev.minidocker.linux.netlink;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.FailureHandler;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Netlink from inside a container: steps that send messages which were complete before the
 * container existed.
 *
 * <p>A program cannot read an answer, but it can tell a refusal by its length: an acknowledgement
 * is 36 bytes, and a refusal quotes the whole request behind the errno. So nothing here may set
 * NETLINK_CAP_ACK. {@code recvmsg} puts the errno, by itself, where a report to the starter begins
 * with the address of the step that asked: the starter then reads that the request failed, and why.
 */
public final class NetlinkProgram {
  private static final int ACK_BYTES = 36;

  /** The error stands between the header of the answer and that of the request. */
  private static final Arg.Bytes ANSWER_HEADER = memory("netlink.header", 16);

  private static final Arg.Bytes ERROR =
      new Arg.Bytes("netlink.error", Wire.allocate(8).putLong(0, -1), List.of(), "<errno>");
  private static final Arg.Bytes QUOTATION = memory("netlink.quotation", 8192);

  private NetlinkProgram() {}

  /**
   * Opens a socket in the network namespace in which the program is at that moment.
   *
   * @param name of the step, by which {@link #executeAndClose} refers to it
   */
  public static Step open(String name, int protocol) {
    return Step.of(
            Syscall.SOCKET,
            Arg.constant("AF_NETLINK", NetlinkSocket.AF_NETLINK),
            Arg.constant(
                "SOCK_RAW|SOCK_CLOEXEC", NetlinkSocket.SOCK_RAW | NetlinkSocket.SOCK_CLOEXEC),
            protocol == NetlinkSocket.NETLINK_ROUTE
                ? Arg.constant("NETLINK_ROUTE", protocol)
                : Arg.of(protocol))
        .named(name);
  }

  /**
   * Sends requests one by one, each after the kernel's answer to the one before, and closes the
   * socket. A refusal ends the program; its starter learns of it as of a {@code sendto} that
   * failed.
   *
   * @param socket the step that opened it, with whose name the names of these steps begin
   */
  public static Program executeAndClose(String socket, List<Request> requests) {
    Program program = Program.EMPTY;
    for (int i = 0; i < requests.size(); i++) {
      program =
          program.then(execute(socket, i, send(socket, requests.get(i), MessageFlag.NLM_F_ACK)));
    }
    return program.then(
        Descriptors.close(socket)
            .named(send(socket, requests.size()))
            .because("everything that was asked has been done"));
  }

  /**
   * Has the kernel do all of it or nothing, and closes the socket: the requests go in one datagram
   * between one that opens a transaction and one that closes it, as nfnetlink has it. The last
   * request is acknowledged; a refusal stands before that, and ends the program as above.
   *
   * @param requests at least one, none of which needs the result of a step
   */
  public static Program transactAndClose(
      String socket, Request open, List<Request> requests, Request close) {
    List<NetlinkMessage> messages = new ArrayList<>();
    messages.add(open.message(Set.of(), 0, 0));
    for (Request request : requests) {
      boolean last = messages.size() == requests.size();
      messages.add(request.message(last ? Set.of(MessageFlag.NLM_F_ACK) : Set.of(), 0, 0));
    }
    messages.add(close.message(Set.of(), 0, 0));
    String text = requests.stream().map(Request::text).collect(Collectors.joining("; ", "{", "}"));
    return execute(socket, 0, send(socket, NetlinkMessage.encodeAll(messages), List.of(), text))
        .then(
            Descriptors.close(socket)
                .named(send(socket, 1))
                .because("all of it was done at one moment"));
  }

  private static String send(String socket, int index) {
    return socket + ".request." + index;
  }

  private static Program execute(String socket, int index, Step send) {
    String name = send(socket, index);
    return Program.of(
        send.named(name).because("the message was complete before this process existed"),
        Step.of(Syscall.RECVMSG, Arg.result(socket), answer(), Arg.of(0))
            .on(ACK_BYTES, send(socket, index + 1))
            .because("an answer of 36 bytes is a yes; a no is longer, for it quotes the question"),
        Step.of(Syscall.WRITEV, Arg.of(Report.FD), refusal(name), Arg.of(2))
            .because("the starter learns which request was refused, and why"),
        Tasks.exit(FailureHandler.EXIT_CODE).because("as after any step that fails"));
  }

  /**
   * Sends a request and leaves its answers to the steps that follow.
   *
   * @param how NLM_F_ACK for something to be done, NLM_F_DUMP for a list
   */
  public static Step send(String socket, Request request, MessageFlag how) {
    ByteBuffer message = request.message(how, 0, 0).encode();
    return send(socket, message, holes(request), "{" + request + "}");
  }

  private static Step send(String socket, ByteBuffer datagram, List<Arg.Hole> holes, String text) {
    return Step.of(
        Syscall.SENDTO,
        Arg.result(socket),
        new Arg.Bytes("", datagram, holes, text),
        Arg.of(datagram.remaining()),
        Arg.of(0),
        Arg.NULL,
        Arg.of(0));
  }

  private static List<Arg.Hole> holes(Request request) {
    return request.holes().stream()
        .map(
            hole ->
                new Arg.Hole(
                    NetlinkMessage.HEADER_BYTES + hole.offset(), hole.result(), hole.width()))
        .toList();
  }

  /** {@code struct msghdr} with three places, so that the error lands by itself. */
  private static Arg answer() {
    Arg places =
        new Arg.Words(
            List.of(
                ANSWER_HEADER,
                Arg.of(16),
                ERROR,
                Arg.of(4),
                QUOTATION,
                Arg.of(QUOTATION.content().capacity())),
            "<places>");
    return new Arg.Words(
        List.of(Arg.NULL, Arg.of(0), places, Arg.of(3), Arg.NULL, Arg.of(0), Arg.of(0)),
        "{msg_iov=[<header>, <errno>, <request>]}");
  }

  /** What the program itself reports of a failed step: its address and the result. */
  private static Arg refusal(String step) {
    Arg address = new Arg.Words(List.of(new Arg.Slot(step, 0, -8)), "<" + step + ">");
    return new Arg.Words(
        List.of(address, Arg.of(8), ERROR, Arg.of(8)), "[<" + step + ">, <errno>]");
  }

  private static Arg.Bytes memory(String name, int bytes) {
    return new Arg.Bytes(name, ByteBuffer.allocate(bytes), List.of(), "<" + name + ">");
  }
}
