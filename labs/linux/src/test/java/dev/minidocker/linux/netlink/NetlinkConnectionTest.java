package dev.minidocker.linux.netlink;

import static dev.minidocker.linux.netlink.ScriptedTransport.PORT;
import static dev.minidocker.linux.netlink.ScriptedTransport.acknowledging;
import static dev.minidocker.linux.netlink.ScriptedTransport.done;
import static dev.minidocker.linux.netlink.ScriptedTransport.losing;
import static dev.minidocker.linux.netlink.ScriptedTransport.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetlinkConnectionTest {
  private static final int OBJECT = 99;
  private static final int MULTI = 2;
  private static final int INTERRUPTED = MULTI | 0x10;

  private final Request request =
      new Request(50, Set.of(MessageFlag.NLM_F_CREATE), ByteBuffer.allocate(4), "DO(it)");
  private final ScriptedTransport transport = new ScriptedTransport();
  private final NetlinkConnection connection =
      new NetlinkConnection(transport, (asked, errno) -> "Remedy for " + errno + ".");

  @Test
  void aRequestAsksForAnAcknowledgementAndGetsIt() {
    transport.then(acknowledging(0));
    connection.execute(request);
    assertEquals(1 | 4 | 0x400, transport.sent.get(0).flags());
    assertEquals(50, transport.sent.get(0).type());
  }

  @Test
  void aRefusalSaysWhatWasAskedWhatTheKernelAnsweredAndWhatToDo() {
    Attributes words = Attributes.NONE.with(1, "no such thing");
    ByteBuffer quoted = ByteBuffer.allocate(NetlinkMessage.HEADER_BYTES);
    int error = -Errno.EBUSY.number();
    transport.then(
        saying(
            NetlinkMessage.NLMSG_ERROR, 0x300, new Acknowledgement(error, quoted, words).encode()));
    ErrnoException refused = assertThrows(ErrnoException.class, () -> connection.execute(request));
    assertEquals(Errno.EBUSY, refused.errno());
    assertEquals(
        "DO(it): EBUSY (Device or resource busy). The kernel says: no such thing. Remedy for"
            + " EBUSY.",
        refused.getMessage());
  }

  @Test
  void answersToOthersAreNotMine() {
    transport.then(
        asked -> new NetlinkTransport.Datagram(0, answer(asked.sequence() - 1, PORT, -1)),
        asked -> new NetlinkTransport.Datagram(0, answer(asked.sequence(), PORT + 1, -1)),
        asked -> new NetlinkTransport.Datagram(815, answer(asked.sequence(), PORT, -1)),
        acknowledging(0));
    connection.execute(request);
  }

  private static ByteBuffer answer(int sequence, int port, int error) {
    ByteBuffer quoted = ByteBuffer.allocate(NetlinkMessage.HEADER_BYTES);
    ByteBuffer payload = new Acknowledgement(error, quoted, Attributes.NONE).encode();
    return new NetlinkMessage(NetlinkMessage.NLMSG_ERROR, 0x100, sequence, port, payload).encode();
  }

  @Test
  void aDumpIsAllDatagramsUpToItsEnd() {
    transport.then(object(1), object(2), done(MULTI));
    assertEquals(2, connection.dump(request).size());
    assertTrue(MessageFlag.NLM_F_DUMP.isIn(transport.sent.get(0).flags()));
  }

  @Test
  void aDumpThatWasInterruptedOrLostAPartIsAskedForAgain() {
    transport
        .then(interruptedObject(1), done(MULTI))
        .then(object(1), done(INTERRUPTED))
        .then(object(1), losing())
        .then(object(7), object(8), object(9), done(MULTI));
    assertEquals(3, connection.dump(request).size());
    assertEquals(4, transport.sent.stream().map(NetlinkMessage::sequence).distinct().count());
  }

  @Test
  void aDumpThatIsNeverAtRestIsGivenUp() {
    for (int i = 0; i < 20; i++) {
      transport.then(done(INTERRUPTED));
    }
    ErrnoException refused = assertThrows(ErrnoException.class, () -> connection.dump(request));
    assertEquals(Errno.EINTR, refused.errno());
  }

  @Test
  void aDumpThatBreaksOffIsRefused() {
    transport.then(
        object(1),
        saying(NetlinkMessage.NLMSG_DONE, MULTI, new Done(-12, Attributes.NONE).encode()));
    ErrnoException refused = assertThrows(ErrnoException.class, () -> connection.dump(request));
    assertEquals(Errno.ENOMEM, refused.errno());
  }

  @Test
  void anAcknowledgementThatIsLostIsNotWaitedForInVain() {
    transport.then(losing());
    ErrnoException refused = assertThrows(ErrnoException.class, () -> connection.execute(request));
    assertEquals(Errno.EAGAIN, refused.errno());
  }

  @Test
  void aRequestForAProgramIsNotSent() {
    Request open = request.endingWithResultOf("some step");
    assertEquals(List.of(new Arg.Hole(0, "some step", Arg.Width.INT)), open.holes());
    assertThrows(IllegalArgumentException.class, () -> connection.execute(open));
    assertEquals(List.of(), transport.sent);
  }

  @Test
  void aTransactionIsOneDatagramAndItsLastRequestIsAcknowledged() {
    transport.then(answering(-1, 0));
    connection.transact(named("open"), List.of(named("a"), named("b")), named("close"));
    assertEquals(4, transport.sent.size());
    assertEquals(List.of(0, 0, 4, 0), transport.sent.stream().map(m -> m.flags() & 4).toList());
    assertEquals(4, transport.sent.stream().map(NetlinkMessage::sequence).distinct().count());
  }

  @Test
  void aTransactionIsRefusedWithItsFirstRequestThatWas() {
    transport.then(answering(-2, Errno.EBUSY.number()), answering(-1, Errno.EEXIST.number()));
    ErrnoException refused =
        assertThrows(
            ErrnoException.class,
            () -> connection.transact(named("open"), List.of(named("a"), named("b")), named("c")));
    assertEquals("a", refused.call());
    assertEquals(Errno.EBUSY, refused.errno());
  }

  @Test
  void aTransactionMayBeRefusedAsAWhole() {
    transport.then(answering(-3, Errno.EPERM.number()));
    ErrnoException refused =
        assertThrows(
            ErrnoException.class,
            () -> connection.transact(named("open"), List.of(named("a"), named("b")), named("c")));
    assertEquals("open", refused.call());
  }

  @Test
  void aTransactionOfNothingIsNotSent() {
    connection.transact(named("open"), List.of(), named("close"));
    assertEquals(List.of(), transport.sent);
  }

  private static Request named(String text) {
    return new Request(50, Set.of(MessageFlag.NLM_F_CREATE), ByteBuffer.allocate(4), text);
  }

  /** Answers the request so many before the last that was sent. */
  private static ScriptedTransport.Answer answering(int which, int errno) {
    return asked ->
        new NetlinkTransport.Datagram(0, answer(asked.sequence() + which, PORT, -errno));
  }

  private static ScriptedTransport.Answer object(int number) {
    return saying(OBJECT, MULTI, Wire.allocate(4).putInt(0, number));
  }

  private static ScriptedTransport.Answer interruptedObject(int number) {
    return saying(OBJECT, INTERRUPTED, Wire.allocate(4).putInt(0, number));
  }
}
