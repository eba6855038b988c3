package dev.minidocker.linux.netlink;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Requests and their answers over a {@link NetlinkTransport}, one after the other.
 *
 * <p>Answers are told by their sequence number and port; what belongs to an earlier request, or
 * does not come from the kernel, is passed over.
 */
public final class NetlinkConnection implements AutoCloseable {

  /** Says for a refusal what the cause may be and what to do, or "". */
  @FunctionalInterface
  public interface Remedy {
    String of(Request request, Errno errno);
  }

  /** A dump that changes all the time is one that nobody can have. */
  private static final int ATTEMPTS = 20;

  private final NetlinkTransport transport;
  private final Remedy remedy;
  private int sequence;

  public NetlinkConnection(NetlinkTransport transport, Remedy remedy) {
    this.transport = transport;
    this.remedy = remedy;
  }

  /**
   * Has the kernel do something, and waits for its acknowledgement.
   *
   * @throws ErrnoException if it refuses, with its own words and the remedy
   * @throws MalformedMessageException if its answer is none
   */
  public synchronized void execute(Request request) {
    converse(request, MessageFlag.NLM_F_ACK);
  }

  /**
   * What the kernel says to a question, before its acknowledgement.
   *
   * @throws ErrnoException if it refuses, with its own words and the remedy
   * @throws MalformedMessageException if its answer is none
   */
  public synchronized List<NetlinkMessage> ask(Request request) {
    return converse(request, MessageFlag.NLM_F_ACK).orElseThrow();
  }

  /**
   * All objects of a kind, as they were at one moment: a dump that was interrupted by a change, or
   * lost a part, is asked for again.
   *
   * @throws ErrnoException if the kernel refuses; EINTR if it never was at rest
   * @throws MalformedMessageException if an answer is none
   */
  public synchronized List<NetlinkMessage> dump(Request request) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<List<NetlinkMessage>> whole = converse(request, MessageFlag.NLM_F_DUMP);
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    throw new ErrnoException(
        request.text(), Errno.EINTR, "It changed during each of " + ATTEMPTS + " dumps. Try again");
  }

  /**
   * Has the kernel do all of it or nothing: the requests go in one datagram between one that opens
   * the transaction and one that closes it, as nfnetlink has it.
   *
   * <p>The kernel tells every refusal, in the order of the requests, and acknowledges where it is
   * asked to: here, the last request.
   *
   * @throws ErrnoException of the first request that was refused, or of {@code open} if the whole
   *     was: nothing has been done then
   * @throws MalformedMessageException if an answer is none
   */
  public synchronized void transact(Request open, List<Request> requests, Request close) {
    if (requests.isEmpty()) {
      return;
    }
    List<Request> all = new ArrayList<>(requests);
    all.add(0, open);
    all.add(close);
    int first = sequence + 1;
    List<NetlinkMessage> messages = new ArrayList<>();
    for (Request request : all) {
      boolean last = messages.size() == requests.size();
      Set<MessageFlag> flags = last ? Set.of(MessageFlag.NLM_F_ACK) : Set.of();
      messages.add(request.message(flags, ++sequence, transport.port()));
    }
    transport.send(NetlinkMessage.encodeAll(messages));
    awaitVerdict(all, first);
  }

  /** The first refusal stands first; an answer to the first or the last request is the end. */
  private void awaitVerdict(List<Request> all, int first) {
    while (true) {
      for (NetlinkMessage message : receive().map(this::fromKernel).orElse(List.of())) {
        int which = message.sequence() - first;
        boolean ours = which >= 0 && which < all.size();
        if (ours && message.type() == NetlinkMessage.NLMSG_ERROR) {
          Acknowledgement answer = Acknowledgement.decode(message);
          check(all.get(which), answer.error(), answer.text());
          if (which >= all.size() - 2) {
            return;
          }
        }
      }
    }
  }

  /** The answers, or nothing if some are missing or do not belong together. */
  private Optional<List<NetlinkMessage>> converse(Request request, MessageFlag how) {
    if (!request.holes().isEmpty()) {
      throw new IllegalArgumentException(request + " is for a program: it needs a step's result");
    }
    sequence++;
    transport.send(request.message(how, sequence, transport.port()).encode());
    List<NetlinkMessage> answers = new ArrayList<>();
    boolean whole = true;
    while (true) {
      Optional<NetlinkTransport.Datagram> received = receive();
      if (received.isEmpty()) {
        if (how == MessageFlag.NLM_F_DUMP) {
          return Optional.empty();
        }
        continue; // the acknowledgement is still to come, or the transport's patience ends
      }
      for (NetlinkMessage message : answersIn(received.get())) {
        whole &=
            how != MessageFlag.NLM_F_DUMP || !MessageFlag.NLM_F_DUMP_INTR.isIn(message.flags());
        if (isEnd(message, request)) {
          return whole ? Optional.of(answers) : Optional.empty();
        } else if (message.type() != NetlinkMessage.NLMSG_NOOP) {
          answers.add(message);
        }
      }
    }
  }

  /** The next datagram, or nothing if the kernel had to drop some. */
  private Optional<NetlinkTransport.Datagram> receive() {
    try {
      return Optional.of(transport.receive());
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOBUFS) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<NetlinkMessage> answersIn(NetlinkTransport.Datagram datagram) {
    return fromKernel(datagram).stream().filter(message -> message.sequence() == sequence).toList();
  }

  private List<NetlinkMessage> fromKernel(NetlinkTransport.Datagram datagram) {
    return datagram.sender() != 0
        ? List.of()
        : NetlinkMessage.decodeAll(datagram.content()).stream()
            .filter(message -> message.port() == transport.port())
            .toList();
  }

  /** Whether nothing follows this answer. */
  private boolean isEnd(NetlinkMessage message, Request request) {
    if (message.type() == NetlinkMessage.NLMSG_ERROR) {
      Acknowledgement answer = Acknowledgement.decode(message);
      check(request, answer.error(), answer.text());
      return true;
    } else if (message.type() == NetlinkMessage.NLMSG_DONE) {
      Done done = Done.decode(message);
      check(request, done.error(), Optional.empty());
      return true;
    }
    return false;
  }

  private void check(Request request, int error, Optional<String> words) {
    if (error < 0) {
      Errno errno = Errno.ofResult(error);
      String said = words.map(text -> "The kernel says: " + text + ". ").orElse("");
      throw new ErrnoException(request.text(), errno, (said + remedy.of(request, errno)).strip());
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
