package dev.minidocker.labs.pid;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How number one ends as its command did: with its exit code, or with 128 + n after signal n.
 *
 * <p>Byte 0 of a wait status is the signal, with bit 7 set if a core was dumped; byte 1 is the exit
 * code (wait(2); {@code include/uapi/linux/wait.h}). A program of system calls cannot take a number
 * apart, but a file can: the status is written to one, and read back byte by byte into the
 * arguments of later calls. Nor can it add, but lseek(2) can.
 */
final class EndOfInit {
  /** Where wait4(2) puts the status. */
  static final Arg.Bytes STATUS =
      new Arg.Bytes("init.status", ByteBuffer.allocate(4), List.of(), "<status>");

  private static final String FILE = "init.file";
  private static final String HOW = "init.how";
  private static final String KILLED = "init.killed";
  private static final String DUMPED = "init.dumped";
  private static final String EXITED = "init.exited";

  private static final int MFD_CLOEXEC = 1;
  private static final int SIGNAL_BASE = 128;
  private static final int SIGNAL_BYTE = 0;
  private static final int CODE_BYTE = 1;

  /** The signals that dump a core: QUIT ILL TRAP ABRT BUS FPE SEGV XCPU XFSZ SYS; signal(7). */
  private static final List<Integer> CORE_DUMPING = List.of(3, 4, 5, 6, 7, 8, 11, 24, 25, 31);

  private EndOfInit() {}

  /** Made while its failure can still be reported. */
  static Step openAccumulator() {
    return Step.of(Syscall.MEMFD_CREATE, Arg.of("status"), Arg.constant("MFD_CLOEXEC", MFD_CLOEXEC))
        .named(FILE)
        .because("a place to take the command's wait status apart");
  }

  /** The last steps; the first of them is named {@code start}. */
  static Program asTheCommandEnded(String start) {
    return Program.of(
        Step.of(Syscall.WRITE, Arg.result(FILE), STATUS, Arg.of(4))
            .named(start)
            .because("as four bytes, the wait status can be taken apart"),
        byteInto(new Arg.Slot(HOW, 1, 0), SIGNAL_BYTE).because("which signal ended it, if any"),
        byteInto(new Arg.Slot(EXITED, 0, 0), CODE_BYTE).because("or else, its exit code"),
        branchOn(position("<signal>", 0, "SEEK_SET", 0).named(HOW)),
        position("128", SIGNAL_BASE, "SEEK_CUR", 1).named(KILLED).because("128 + n"),
        Step.of(Syscall.EXIT_GROUP, Arg.result(KILLED))
            .because("the code by which a shell says: killed by a signal"),
        Step.of(Syscall.EXIT_GROUP, Arg.result(HOW))
            .named(DUMPED)
            .because("the kernel has added 128 already, to say that there is a core"),
        Step.of(Syscall.EXIT_GROUP, Arg.constant("<exit code>", 0))
            .named(EXITED)
            .because("the container ends as its command ended"));
  }

  private static Step branchOn(Step signal) {
    Step branching = signal.on(0, EXITED).because("a position is a number that can be looked at");
    for (int number : CORE_DUMPING) {
      branching = branching.on(SIGNAL_BASE + number, DUMPED);
    }
    return branching;
  }

  private static Step byteInto(Arg where, int offset) {
    return Step.of(Syscall.PREAD64, Arg.result(FILE), where, Arg.of(1), Arg.of(offset));
  }

  private static Step position(String shown, int offset, String whence, int number) {
    return Step.of(
        Syscall.LSEEK, Arg.result(FILE), Arg.constant(shown, offset), Arg.constant(whence, number));
  }
}
