package dev.minidocker.engine;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a container gets as its descriptors 0, 1 and 2.
 *
 * <p>A pipe of the caller's is passed on as it is. Anything else, a file, a directory, a terminal,
 * could be used to reach more of the host than was meant (a directory's {@code ..}, the rest of a
 * file, a terminal's input queue), so it stays here, and a pipe with a {@link Relay} stands in for
 * it.
 */
final class StandardStreams implements AutoCloseable {
  /** Those of this JVM. */
  static final List<Integer> OWN = List.of(0, 1, 2);

  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_TYPE_AND_MODE = 3;
  private static final int STATX_BYTES = 256;
  private static final int STX_MODE = 28;
  private static final int STX_RDEV_MAJOR = 128;
  private static final int STX_RDEV_MINOR = 132;
  private static final int S_IFMT = 0170000;
  private static final int S_IFIFO = 0010000;
  private static final int S_IFCHR = 0020000;

  private final List<Integer> numbers = new ArrayList<>();
  private final List<Fd> childEnds = new ArrayList<>();
  private final List<Relay> inputs = new ArrayList<>();
  private final List<Relay> outputs = new ArrayList<>();

  /**
   * The streams of a container without a terminal.
   *
   * @param ours the descriptors that stand for standard input, output and error
   */
  static StandardStreams of(boolean interactive, List<Integer> ours) {
    StandardStreams streams = new StandardStreams();
    try {
      streams.addInput(interactive, ours.get(0));
      streams.addOutput(ours.get(1));
      streams.addOutput(ours.get(2));
      return streams;
    } catch (RuntimeException e) {
      streams.close();
      throw e;
    }
  }

  /** The streams of a container that will replace them by its own terminal. */
  static StandardStreams ofTerminal() {
    StandardStreams streams = new StandardStreams();
    Fd nothing = streams.nothing();
    streams.numbers.addAll(List.of(nothing.number(), nothing.number(), nothing.number()));
    return streams;
  }

  /** The descriptors to start the program with, in the order 0, 1, 2. */
  List<Integer> numbers() {
    return List.copyOf(numbers);
  }

  /**
   * Begins to listen; called when the program has its ends, so that the threads for it are made
   * while the container is.
   */
  void handedOver() {
    childEnds.forEach(Fd::close);
    outputs.forEach(Relay::start);
  }

  /** Begins to pass input on, which is the command's: who cannot start it must not have read it. */
  void started() {
    inputs.forEach(Relay::start);
  }

  /** Waits until all that the container has written is passed on; returns why not, if so. */
  Optional<Errno> drain() {
    return outputs.stream().map(Relay::awaitEnd).flatMap(Optional::stream).findFirst();
  }

  @Override
  public void close() {
    childEnds.forEach(Fd::close);
    inputs.forEach(Relay::close);
    outputs.forEach(Relay::close);
  }

  private void addInput(boolean interactive, int number) {
    if (!interactive) {
      numbers.add(nothing().number());
    } else if (harmless(number)) {
      numbers.add(number);
    } else {
      Fd[] pipe = Fd.pipe();
      childEnds.add(pipe[0]);
      numbers.add(pipe[0].number());
      inputs.add(new Relay("stdin", number, pipe[1]));
    }
  }

  private void addOutput(int number) {
    if (harmless(number)) {
      numbers.add(number);
    } else {
      Fd[] pipe = Fd.pipe();
      childEnds.add(pipe[1]);
      numbers.add(pipe[1].number());
      outputs.add(new Relay("output " + number, pipe[0], number));
    }
  }

  private Fd nothing() {
    Fd nothing = Fd.open("/dev/null", OpenFlag.of(OpenFlag.O_RDWR), 0);
    childEnds.add(nothing);
    return nothing;
  }

  /** Whether this is a pipe, or /dev/null. */
  private static boolean harmless(int number) {
    byte[] status = new byte[STATX_BYTES];
    Kernel.call(Syscall.STATX, number, "", AT_EMPTY_PATH, STATX_TYPE_AND_MODE, status);
    ByteBuffer fields = ByteBuffer.wrap(status).order(ByteOrder.nativeOrder());
    int type = fields.getShort(STX_MODE) & S_IFMT;
    boolean isNull = fields.getInt(STX_RDEV_MAJOR) == 1 && fields.getInt(STX_RDEV_MINOR) == 3;
    return type == S_IFIFO || (type == S_IFCHR && isNull);
  }
}
