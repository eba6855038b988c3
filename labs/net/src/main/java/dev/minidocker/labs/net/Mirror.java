package dev.minidocker.labs.net;

import dev.minidocker.labkit.Look;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that tells who asks as whom it sees them: it answers with the address that the question
 * came from. What is between the two may have translated it.
 */
public final class Mirror {
  private static final Arg.Bytes QUESTION = new Arg.Bytes(new byte[] {'?'}, "\"?\"");

  private Mirror() {}

  /** Serves at the socket of this name; never ends. */
  public static Program serve(String name) {
    Arg.Bytes question = Udp.memory(name + ".question", 1, "<question>");
    Arg.Bytes sender = Udp.memory(name + ".sender", Udp.SOCKADDR_BYTES, "<sender>");
    String receive = name + ".receive";
    return Program.of(
        Step.of(
                Syscall.RECVFROM,
                Arg.result(name),
                question,
                Arg.of(1),
                Arg.of(0),
                sender,
                Udp.lengthOf(sender))
            .named(receive),
        Step.of(
                Syscall.SENDTO,
                Arg.result(name),
                sender,
                Arg.of(Udp.SOCKADDR_BYTES),
                Arg.of(0),
                sender,
                Arg.of(Udp.SOCKADDR_BYTES))
            .expecting(Step.WHATEVER_COMES)
            .thenGoTo(receive));
  }

  /**
   * Asks from a new socket, and looks at the answer: {@code 10.0.0.2:4711}, or the errno of the
   * call that failed; EAGAIN where nothing came in time.
   */
  public static Look asking(InetAddress host, int port, int patienceMillis) {
    Look.Calls calls =
        (name, memory) -> {
          List<Step> steps = new ArrayList<>(Udp.connected(name, host, port, patienceMillis));
          steps.addAll(Udp.ask(name, name, QUESTION, memory));
          steps.add(Descriptors.close(name).named(name + ".close"));
          return steps;
        };
    return look(calls);
  }

  /** Asks from the socket of this name, as {@link Udp#connect} makes it. */
  public static Look askingFrom(String socket) {
    return look((name, memory) -> Udp.ask(name, socket, QUESTION, memory));
  }

  private static Look look(Look.Calls calls) {
    return new Look(calls, Udp.SOCKADDR_BYTES, Udp.orRefusal(Mirror::shown), (name, look) -> look);
  }

  /** {@code struct sockaddr_in}: family, port and address, the latter two in network order. */
  private static String shown(Look.Answers answers) {
    int[] octets = new int[6];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = answers.memory().get(2 + i) & 0xff;
    }
    return "%d.%d.%d.%d:%d"
        .formatted(octets[2], octets[3], octets[4], octets[5], octets[0] << 8 | octets[1]);
  }
}
