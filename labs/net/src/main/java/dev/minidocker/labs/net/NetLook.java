package dev.minidocker.labs.net;

import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.netlink.Acknowledgement;
import dev.minidocker.linux.netlink.MessageFlag;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.Wire;
import dev.minidocker.linux.netlink.route.NeighbourMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What there is to see of a network, from inside by netlink, from outside in /proc. */
public final class NetLook {

  /** A few links; the kernel fills so much at once. */
  private static final int ANSWER_BYTES = 8192;

  private NetLook() {}

  /** The names of the links, in the order of their indices. */
  public static Look links() {
    return asking(
        Links.list(),
        MessageFlag.NLM_F_DUMP,
        answers ->
            answers.stream()
                .filter(answer -> answer.type() == RoutePayload.RTM_NEWLINK)
                .map(answer -> Link.from(answer).name())
                .collect(Collectors.joining(" ")));
  }

  /** At which ports bridges have seen senders: {@code index 3: aa:bb:…}, in no order. */
  public static Look learned() {
    return asking(
        ForwardingEntries.list(),
        MessageFlag.NLM_F_DUMP,
        answers ->
            answers.stream()
                .filter(answer -> answer.type() == RoutePayload.RTM_NEWNEIGH)
                .map(answer -> NeighbourMessage.decode(answer.payload()))
                .filter(entry -> (entry.state() & NeighbourMessage.NUD_PERMANENT) == 0)
                .map(entry -> "index " + entry.index() + ": " + hardware(entry))
                .collect(Collectors.joining(", ")));
  }

  private static HardwareAddress hardware(NeighbourMessage entry) {
    return entry
        .attributes()
        .find(NeighbourMessage.NDA_LLADDR)
        .map(address -> HardwareAddress.of(Wire.bytes(address.value())))
        .orElseThrow();
  }

  /** Whether the kernel does what is asked: "allowed", or the errno. */
  public static Look attempt(Request request) {
    return asking(request, MessageFlag.NLM_F_ACK, answers -> outcome(answers.get(0)));
  }

  private static String outcome(NetlinkMessage answer) {
    int error = Acknowledgement.decode(answer).error();
    Errno errno = Errno.ofResult(error);
    return error == 0 ? "allowed" : errno + " (" + errno.text() + ")";
  }

  private static Look asking(
      Request request, MessageFlag how, Function<List<NetlinkMessage>, String> show) {
    return new Look(
        (name, memory) ->
            List.of(
                NetlinkProgram.open(name, NetlinkSocket.NETLINK_ROUTE),
                NetlinkProgram.send(name, request, how).named(name + ".request"),
                Step.of(
                        Syscall.RECVFROM,
                        Arg.result(name),
                        memory,
                        Arg.of(ANSWER_BYTES),
                        Arg.of(0),
                        Arg.NULL,
                        Arg.NULL)
                    .named(name + ".answer"),
                Descriptors.close(name).named(name + ".close")),
        ANSWER_BYTES,
        answers -> show.apply(messages(answers.memory())),
        (name, calls) -> calls);
  }

  /** The messages before the first that is empty, where the kernel wrote nothing any more. */
  private static List<NetlinkMessage> messages(ByteBuffer memory) {
    ByteBuffer rest = memory.duplicate().order(java.nio.ByteOrder.nativeOrder());
    List<NetlinkMessage> messages = new ArrayList<>();
    while (rest.remaining() > NetlinkMessage.HEADER_BYTES && rest.getInt(rest.position()) > 0) {
      int length = rest.getInt(rest.position());
      messages.addAll(NetlinkMessage.decodeAll(rest.slice(rest.position(), length)));
      rest.position(Math.min(rest.limit(), (rest.position() + length + 3) & -4));
    }
    return messages;
  }

  /** The names of the links in the network that a process is in. */
  public static String links(Host process) {
    return process
        .file("net/dev")
        .lines()
        .skip(2)
        .map(line -> line.substring(0, line.indexOf(':')).strip())
        .collect(Collectors.joining(" "));
  }

  /** How many UDP packets were delivered to somebody in the network that a process is in. */
  public static String packetsReceived(Host process) {
    List<String> udp =
        process.file("net/snmp").lines().filter(line -> line.startsWith("Udp:")).toList();
    int column = List.of(udp.get(0).split(" ", -1)).indexOf("InDatagrams");
    return udp.get(1).split(" ", -1)[column];
  }

  /** How many bytes have come in by a link of the network that a process is in. */
  public static long bytesReceived(Host process, String link) {
    return process
        .file("net/dev")
        .lines()
        .filter(line -> line.strip().startsWith(link + ":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip().split(" +", -1)[0])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("/proc/net/dev has no " + link));
  }
}
