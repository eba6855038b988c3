package dev.minidocker.lab;

import dev.minidocker.linux.Arch;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Elf;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.FailureHandler;
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
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;
  private static final int RET_ALLOW = 0x7fff0000;
  private static final int RET_ERRNO = 0x00050000;
  private static final int ARGUMENTS = 16;
  private static final int SET_MODE_FILTER = 1;

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
            install(),
            Tasks.exec("/bin/sh", List.of("sh", "-c", script), environment));
    Files.write(file, Elf.compile(program, Arch.host(), FailureHandler.printing("filter")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** {@code struct sock_fprog}: a count, and the address of the instructions. */
  private Step install() {
    add(RETURN, 0, 0, RET_ALLOW);
    ByteBuffer code = ByteBuffer.allocate(8 * instructions.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] one : instructions) {
      code.putShort((short) one[0]).put((byte) one[1]).put((byte) one[2]).putInt(one[3]);
    }
    Arg filter =
        new Arg.Words(
            List.of(Arg.of(instructions.size()), new Arg.Bytes(code.array(), "<filter>")),
            "{len=" + instructions.size() + "}");
    return Step.of(Syscall.SECCOMP, Arg.of(SET_MODE_FILTER), Arg.of(0), filter);
  }
}
