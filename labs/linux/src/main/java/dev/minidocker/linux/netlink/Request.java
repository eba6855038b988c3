package dev.minidocker.linux.netlink;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Flag;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * What is asked of the kernel, as a value, before it is asked.
 *
 * @param type of the message
 * @param flags beyond NLM_F_REQUEST, such as NLM_F_CREATE
 * @param payload of the message
 * @param holes where in the payload results of a program's earlier steps belong
 * @param text how it is shown, as in {@code RTM_DELLINK md0}
 */
public record Request(
    int type, Set<MessageFlag> flags, ByteBuffer payload, List<Arg.Hole> holes, String text) {

  public Request {
    flags = Set.copyOf(flags);
    payload = payload.slice().asReadOnlyBuffer();
    holes = List.copyOf(holes);
  }

  public Request(int type, Set<MessageFlag> flags, ByteBuffer payload, String text) {
    this(type, flags, payload, List.of(), text);
  }

  /** The payload, with a position of its own. */
  @Override
  public ByteBuffer payload() {
    return Wire.view(payload);
  }

  /** The message, with one more flag. */
  NetlinkMessage message(MessageFlag how, int sequence, int port) {
    return message(Set.of(how), sequence, port);
  }

  /** The message, with these flags too. */
  NetlinkMessage message(Set<MessageFlag> more, int sequence, int port) {
    long bits = MessageFlag.NLM_F_REQUEST.bits();
    for (Flag flag : more) {
      bits |= flag.bits();
    }
    for (Flag flag : flags) {
      bits |= flag.bits();
    }
    return new NetlinkMessage(type, (int) bits, sequence, port, payload);
  }

  /** The same with the last four bytes of the payload as the result of a program's step. */
  public Request endingWithResultOf(String step) {
    Arg.Hole hole = new Arg.Hole(payload.remaining() - Integer.BYTES, step, Arg.Width.INT);
    return new Request(type, flags, payload, List.of(hole), text);
  }

  @Override
  public String toString() {
    return text;
  }
}
