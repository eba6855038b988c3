package dev.minidocker.labs.net;

import dev.minidocker.labkit.Look;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Packets sent and received by a container's own system calls; udp(7), over IPv4. */
public final class Udp {
  static final int SOCKADDR_BYTES = 16;
  private static final int TEXT_BYTES = 64;
  private static final int PACKET_BYTES = 1400;

  /** More than the second after which ARP asks again: a port of a bridge is not ready at once. */
  public static final int PATIENT = 3000;

  /** Enough for an answer that is not to come. */
  public static final int IMPATIENT = 200;

  private Udp() {}

  /** Sends back whatever comes to the socket of this name; never ends. */
  public static Program echo(String name) {
    Arg.Bytes text = memory(name + ".text", TEXT_BYTES, "<text>");
    Arg.Bytes sender = memory(name + ".sender", SOCKADDR_BYTES, "<sender>");
    String receive = name + ".receive";
    return Program.of(
        Step.of(
                Syscall.RECVFROM,
                Arg.result(name),
                text,
                Arg.of(TEXT_BYTES),
                Arg.of(0),
                sender,
                lengthOf(sender))
            .named(receive),
        Step.of(
                Syscall.SENDTO,
                Arg.result(name),
                text,
                Arg.result(receive),
                Arg.of(0),
                sender,
                Arg.of(SOCKADDR_BYTES))
            .expecting(Step.WHATEVER_COMES)
            .thenGoTo(receive));
  }

  /** Receives whatever comes to the socket of this name, and forgets it; never ends. */
  public static Program swallow(String name) {
    String receive = name + ".receive";
    return Program.of(
        Step.of(
                Syscall.RECVFROM,
                Arg.result(name),
                memory(name + ".text", TEXT_BYTES, "<text>"),
                Arg.of(TEXT_BYTES),
                Arg.of(0),
                Arg.NULL,
                Arg.NULL)
            .named(receive)
            .thenGoTo(receive));
  }

  /** Sends packets of 1,400 bytes from the socket of this name, without a pause; never ends. */
  public static Program flood(String name, String host, int port) {
    String send = name + ".send";
    return Program.of(
        Step.of(
                Syscall.SENDTO,
                Arg.result(name),
                memory(name + ".packet", PACKET_BYTES, "<" + PACKET_BYTES + " bytes>"),
                Arg.of(PACKET_BYTES),
                Arg.of(0),
                address(host, port),
                Arg.of(SOCKADDR_BYTES))
            .named(send)
            .expecting(Step.WHATEVER_COMES)
            .thenGoTo(send));
  }

  /** A socket to send from. */
  public static Program open(String name) {
    return Program.of(socket().named(name));
  }

  /** A socket that receives what comes to this port of any address. */
  public static Program listen(String name, int port) {
    return listen(name, IpPrefix.address("0.0.0.0"), port);
  }

  /** A socket that receives what comes to this port of one address. */
  public static Program listen(String name, InetAddress at, int port) {
    return open(name).then(bind(name, at, port));
  }

  /** Gives a socket its address. EADDRINUSE: another in this network has it. */
  public static Step bind(String name, InetAddress at, int port) {
    return Step.of(
        Syscall.BIND, Arg.result(name), address(at.getHostAddress(), port), Arg.of(SOCKADDR_BYTES));
  }

  /**
   * A socket that asks one other again and again; for the kernel, all of it is one flow.
   *
   * @param patienceMillis how long it waits for an answer
   */
  public static Program connect(String name, InetAddress host, int port, int patienceMillis) {
    return new Program(connected(name, host, port, patienceMillis));
  }

  /**
   * Sends a text to somebody who echoes it, and looks at what comes back: the text, or the errno of
   * the call that failed; EAGAIN where nothing came in time.
   *
   * @param patienceMillis how long to wait for it
   */
  public static Look asking(InetAddress host, int port, String text, int patienceMillis) {
    Arg.Bytes question = new Arg.Bytes(text.getBytes(StandardCharsets.UTF_8), '"' + text + '"');
    Look.Calls calls =
        (name, memory) -> {
          List<Step> steps = new ArrayList<>(connected(name, host, port, patienceMillis));
          steps.addAll(ask(name, name, question, memory));
          steps.add(Descriptors.close(name).named(name + ".close"));
          return steps;
        };
    return new Look(
        calls, TEXT_BYTES, orRefusal(answers -> answers.text(0, TEXT_BYTES)), (name, look) -> look);
  }

  static List<Step> connected(String name, InetAddress host, int port, int patienceMillis) {
    return List.of(
        socket().named(name),
        Step.of(
                Syscall.SETSOCKOPT,
                Arg.result(name),
                Arg.constant("SOL_SOCKET", 1),
                Arg.constant("SO_RCVTIMEO", 20),
                time(patienceMillis),
                Arg.of(16))
            .named(name + ".patience"),
        Step.of(
                Syscall.CONNECT,
                Arg.result(name),
                address(host.getHostAddress(), port),
                Arg.of(SOCKADDR_BYTES))
            .named(name + ".connect"));
  }

  /** Sends something from such a socket, and takes what comes back into memory. */
  static List<Step> ask(String name, String socket, Arg.Bytes question, Arg.Bytes memory) {
    return List.of(
        Step.of(
                Syscall.SENDTO,
                Arg.result(socket),
                question,
                Arg.of(question.content().remaining()),
                Arg.of(0),
                Arg.NULL,
                Arg.of(0))
            .named(name + ".send"),
        Step.of(
                Syscall.RECVFROM,
                Arg.result(socket),
                memory,
                Arg.of(memory.content().remaining()),
                Arg.of(0),
                Arg.NULL,
                Arg.NULL)
            .named(name + ".receive"));
  }

  static Function<Look.Answers, String> orRefusal(Function<Look.Answers, String> show) {
    return answers -> answers.result() < 0 ? refusal(answers.result()) : show.apply(answers);
  }

  private static String refusal(long result) {
    Errno errno = Errno.ofResult(result);
    return errno + " (" + errno.text() + ")";
  }

  private static Step socket() {
    return Step.of(
        Syscall.SOCKET,
        Arg.constant("AF_INET", IpPrefix.AF_INET),
        Arg.constant("SOCK_DGRAM|SOCK_CLOEXEC", 2 | 02000000),
        Arg.constant("IPPROTO_IP", 0));
  }

  /** {@code struct sockaddr_in}: family, port and address, the latter two in network order. */
  private static Arg address(String host, int port) {
    ByteBuffer bytes =
        ByteBuffer.allocate(SOCKADDR_BYTES).put((byte) IpPrefix.AF_INET).put((byte) 0);
    bytes.putShort((short) port).put(IpPrefix.address(host).getAddress());
    return new Arg.Bytes(bytes.array(), host + ":" + port);
  }

  private static Arg time(int millis) {
    ByteBuffer timeval =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(millis / 1000);
    return new Arg.Bytes(timeval.putLong(millis % 1000 * 1000L).array(), millis + " ms");
  }

  static Arg lengthOf(Arg.Bytes memory) {
    int length = memory.content().remaining();
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
    return new Arg.Bytes(bytes.array(), "[" + length + "]");
  }

  static Arg.Bytes memory(String name, int bytes, String text) {
    return new Arg.Bytes(name, ByteBuffer.allocate(bytes), List.of(), text);
  }
}
