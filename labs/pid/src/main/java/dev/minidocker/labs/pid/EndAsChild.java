package dev.minidocker.labs.pid;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How a process ends as its child did: with its exit code, or with 128 + n after signal n.
 *
 * <p>Byte 0 of a wait status is the signal, with bit 7 set if a core was dumped; byte 1 is the exit
 * code (wait(2); {@code include/uapi/linux/wait.h}). A program of system calls cannot take a number
 * apart, but a file can: the status is written to one, and read back byte by byte into the
 * arguments of later calls. Nor can it add, but lseek(2) can.
 */
public final class EndAsChild {
  private static final int MFD_CLOEXEC = 1;
  private static final int SIGNAL_BASE = 128;
  private static final int SIGNAL_BYTE = 0;
  private static final int CODE_BYTE = 1;

  /** The signals that dump a core: QUIT ILL TRAP ABRT BUS FPE SEGV XCPU XFSZ SYS; signal(7). */
  private static final List<Integer> CORE_DUMPING = List.of(3, 4, 5, 6, 7, 8, 11, 24, 25, 31);

  private final String file;
  private final String how;
  private final String killed;
  private final String dumped;
  private final String exited;
  private final Arg.Bytes status;

  /**
   * @param prefix what the names of the steps begin with
   */
  public EndAsChild(String prefix) {
    this.file = prefix + ".file";
    this.how = prefix + ".how";
    this.killed = prefix + ".killed";
    this.dumped = prefix + ".dumped";
    this.exited = prefix + ".exited";
    this.status = new Arg.Bytes(prefix + ".status", ByteBuffer.allocate(4), List.of(), "<status>");
  }

  /** Where wait4(2) is to put the status. */
  public Arg status() {
    return status;
  }

  /** Comes early, while its failure can still be told. */
  public Step openAccumulator() {
    return Step.of(Syscall.MEMFD_CREATE, Arg.of("status"), Arg.constant("MFD_CLOEXEC", MFD_CLOEXEC))
        .named(file)
        .because("a place to take the child's wait status apart");
  }

  /** The last steps; the first of them is named {@code start}. */
  public Program asTheChildEnded(String start) {
    return Program.of(
        Step.of(Syscall.WRITE, Arg.result(file), status, Arg.of(4))
            .named(start)
            .because("as four bytes, the wait status can be taken apart"),
        byteInto(new Arg.Slot(how, 1, 0), SIGNAL_BYTE).because("which signal ended it, if any"),
        byteInto(new Arg.Slot(exited, 0, 0), CODE_BYTE).because("or else, its exit code"),
        branchOn(position("<signal>", 0, "SEEK_SET", 0).named(how)),
        position("128", SIGNAL_BASE, "SEEK_CUR", 1).named(killed).because("128 + n"),
        Step.of(Syscall.EXIT_GROUP, Arg.result(killed))
            .because("the code by which a shell says: killed by a signal"),
        Step.of(Syscall.EXIT_GROUP, Arg.result(how))
            .named(dumped)
            .because("the kernel has added 128 already, to say that there is a core"),
        Step.of(Syscall.EXIT_GROUP, Arg.constant("<exit code>", 0))
            .named(exited)
            .because("with the code that the child ended with"));
  }

  private Step branchOn(Step signal) {
    Step branching = signal.on(0, exited).because("a position is a number that can be looked at");
    for (int number : CORE_DUMPING) {
      branching = branching.on(SIGNAL_BASE + number, dumped);
    }
    return branching;
  }

  private Step byteInto(Arg where, int offset) {
    return Step.of(Syscall.PREAD64, Arg.result(file), where, Arg.of(1), Arg.of(offset));
  }

  private Step position(String shown, int offset, String whence, int number) {
    return Step.of(
        Syscall.LSEEK, Arg.result(file), Arg.constant(shown, offset), Arg.constant(whence, number));
  }
}
