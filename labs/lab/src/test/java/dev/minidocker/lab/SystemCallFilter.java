package dev.minidocker.lab;

import dev.minidocker.linux.Arch;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Elf;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.FailureHandler;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A seccomp filter, and an executable that runs a shell script behind it; seccomp(2). */
final class SystemCallFilter {
  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_GREATER = 0x25;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;
  private static final int RET_ALLOW = 0x7fff0000;
  private static final int RET_ERRNO = 0x00050000;
  private static final int RET_USER_NOTIF = 0x7fc00000;
  private static final int ARGUMENTS = 16;
  private static final int SET_MODE_FILTER = 1;
  private static final int NEW_LISTENER = 8;
  private static final int LAST_STANDARD_FD = 3; // the three, and the line to a program's starter

  /** What changes something that outlives the call, and that others may see. */
  private static final List<Syscall> CHANGES =
      List.of(
          Syscall.CLONE,
          Syscall.CLONE3,
          Syscall.UNSHARE,
          Syscall.SETNS,
          Syscall.PRCTL,
          Syscall.KILL,
          Syscall.PIDFD_SEND_SIGNAL,
          Syscall.SETRESUID,
          Syscall.SETRESGID,
          Syscall.SETGROUPS,
          Syscall.CAPSET,
          Syscall.SETHOSTNAME,
          Syscall.SETDOMAINNAME,
          Syscall.SETTIMEOFDAY,
          Syscall.MOUNT,
          Syscall.UMOUNT2,
          Syscall.PIVOT_ROOT,
          Syscall.CHROOT,
          Syscall.OPEN_TREE,
          Syscall.MOVE_MOUNT,
          Syscall.FSOPEN,
          Syscall.FSCONFIG,
          Syscall.FSMOUNT,
          Syscall.MOUNT_SETATTR,
          Syscall.MKDIRAT,
          Syscall.MKNODAT,
          Syscall.UNLINKAT,
          Syscall.LINKAT,
          Syscall.SYMLINKAT,
          Syscall.RENAMEAT2,
          Syscall.FCHMODAT,
          Syscall.FCHOWNAT,
          Syscall.SETXATTR,
          Syscall.LSETXATTR,
          Syscall.LREMOVEXATTR,
          Syscall.FALLOCATE,
          Syscall.FTRUNCATE,
          Syscall.SHMGET,
          Syscall.SHMCTL,
          Syscall.SEMGET,
          Syscall.SEMCTL,
          Syscall.MSGGET,
          Syscall.MSGCTL,
          Syscall.MSGSND,
          Syscall.MQ_OPEN,
          Syscall.MQ_UNLINK,
          Syscall.SOCKET,
          Syscall.BIND,
          Syscall.CONNECT,
          Syscall.SENDTO,
          Syscall.BPF);

  /** By which a JDK makes and removes files on x86-64: mkdir, rmdir, unlink, rename. */
  private static final List<Integer> CHANGES_OF_OLD_NAMES = List.of(83, 84, 87, 82);

  private final List<int[]> instructions = new ArrayList<>();

  /** New namespaces are refused as docker's default profile refuses them. */
  static SystemCallFilter withoutNamespaces() {
    int kinds =
        Arrays.stream(CloneFlag.values())
            .filter(flag -> flag.kind().isPresent())
            .mapToInt(flag -> (int) flag.bits())
            .reduce(0, (a, b) -> a | b);
    int signal = 0xff; // clone(2) has the exit signal where unshare(2) has CLONE_NEWTIME
    return new SystemCallFilter()
        .refusing(Syscall.UNSHARE, 0, kinds, Errno.EPERM)
        .refusing(Syscall.CLONE, 0, kinds & ~signal, Errno.EPERM)
        .refusing(Syscall.CLONE3, Errno.ENOSYS);
  }

  /** No file system can be mounted that takes options, as if there were no such types. */
  static SystemCallFilter withoutMountOptions() {
    return new SystemCallFilter().refusing(Syscall.MOUNT, 4, -1, Errno.ENODEV);
  }

  /** Each change waits for who listens; what goes to descriptors below 4 is talk, not a change. */
  static SystemCallFilter notifyingOfChanges() {
    SystemCallFilter filter = new SystemCallFilter();
    CHANGES.forEach(call -> filter.notifying(call.number(Arch.host())));
    if (Arch.host() == Arch.X86_64) {
      CHANGES_OF_OLD_NAMES.forEach(filter::notifying);
    }
    for (Syscall call : List.of(Syscall.WRITE, Syscall.WRITEV, Syscall.PWRITE64)) {
      filter.notifying(call, 0, JUMP_IF_GREATER, LAST_STANDARD_FD);
    }
    return filter.notifying(Syscall.OPENAT, 2, JUMP_IF_ANY_BIT, OpenFlag.of(OpenFlag.O_CREAT));
  }

  /** Whether a new thread comes to be by the call of this number. */
  static boolean makesThreads(int number) {
    return number == Syscall.CLONE.number(Arch.host())
        || number == Syscall.CLONE3.number(Arch.host());
  }

  private void notifying(int number) {
    add(LOAD_WORD, 0, 0, 0);
    add(JUMP_IF_EQUAL, 0, 1, number);
    add(RETURN, 0, 0, RET_USER_NOTIF);
  }

  /** The same, if the lower half of an argument passes a comparison. */
  private SystemCallFilter notifying(Syscall call, int argument, int jump, int k) {
    add(LOAD_WORD, 0, 0, 0);
    add(JUMP_IF_EQUAL, 0, 3, call.number(Arch.host()));
    add(LOAD_WORD, 0, 0, ARGUMENTS + 8 * argument);
    add(jump, 0, 1, k);
    add(RETURN, 0, 0, RET_USER_NOTIF);
    return this;
  }

  /** Refuses a call whose argument of this index has one of these bits, of the lower 32. */
  private SystemCallFilter refusing(Syscall call, int argument, int bits, Errno errno) {
    add(LOAD_WORD, 0, 0, 0);
    add(JUMP_IF_EQUAL, 0, 3, call.number(Arch.host()));
    add(LOAD_WORD, 0, 0, ARGUMENTS + 8 * argument);
    add(JUMP_IF_ANY_BIT, 0, 1, bits);
    add(RETURN, 0, 0, RET_ERRNO | errno.number());
    return this;
  }

  private SystemCallFilter refusing(Syscall call, Errno errno) {
    add(LOAD_WORD, 0, 0, 0);
    add(JUMP_IF_EQUAL, 0, 1, call.number(Arch.host()));
    add(RETURN, 0, 0, RET_ERRNO | errno.number());
    return this;
  }

  private void add(int code, int whenTrue, int whenFalse, int k) {
    instructions.add(new int[] {code, whenTrue, whenFalse, k});
  }

  /** Makes an executable that runs the script behind the filter. */
  void writeTo(Path file, String script, List<String> environment) throws IOException {
    Program program =
        Program.of(
            Credentials.noNewPrivileges(),
            install(0),
            Tasks.exec("/bin/sh", List.of("sh", "-c", script), environment));
    Files.write(file, Elf.compile(program, Arch.host(), FailureHandler.printing("filter")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The step that installs the filter, and whose result is the descriptor to listen at. */
  Step listen() {
    return install(NEW_LISTENER);
  }

  /** {@code struct sock_fprog}: a count, and the address of the instructions. */
  private Step install(int flags) {
    add(RETURN, 0, 0, RET_ALLOW);
    ByteBuffer code = ByteBuffer.allocate(8 * instructions.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] one : instructions) {
      code.putShort((short) one[0]).put((byte) one[1]).put((byte) one[2]).putInt(one[3]);
    }
    Arg filter =
        new Arg.Words(
            List.of(Arg.of(instructions.size()), new Arg.Bytes(code.array(), "<filter>")),
            "{len=" + instructions.size() + "}");
    return Step.of(Syscall.SECCOMP, Arg.of(SET_MODE_FILTER), Arg.of(flags), filter);
  }
}
