package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.Privilege;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The only reliable way to know: system calls that a child makes, and that then ends. */
final class Trials {
  private static final int LINUX_CAPABILITY_VERSION_3 = 0x20080522;

  /** No flag of unshare(2), so that the kernel itself answers EINVAL whatever else is asked. */
  private static final CloneFlag NONSENSE = CloneFlag.CLONE_PARENT;

  /** Nobody's memory, so that the kernel itself answers EFAULT. */
  private static final Arg NOWHERE = Arg.constant("0x1", 1);

  private final boolean canRunMemory;

  Trials(Machine machine) {
    canRunMemory = machine.hasProc();
  }

  /** Makes the calls of a program, which may fail, and tells which was refused. */
  Outcome of(Program program) {
    Program whole = program.then(Tasks.exit(0));
    String call = program.steps().get(program.steps().size() - 1).toString();
    try (Child child = launch(whole)) {
      child.awaitStart();
      ExitStatus end = child.waitFor();
      return end.exitCode() == 0 ? Outcome.allowed(call) : Outcome.died(call, end);
    } catch (ErrnoException e) {
      return Outcome.refused(e);
    }
  }

  private Child launch(Program program) {
    if (canRunMemory) {
      return Launcher.launch(program, Launcher.Setting.INHERITED);
    }
    try {
      Path directory = Path.of(System.getProperty("java.io.tmpdir"));
      return Launcher.launchFrom(directory, program, Launcher.Setting.INHERITED);
    } catch (IOException e) {
      throw new ErrnoException("open(\"" + e.getMessage() + "\")", Errno.EACCES);
    }
  }

  /** A namespace as the labs make it: without CAP_SYS_ADMIN, in a user namespace. */
  Outcome namespace(CloneFlag kind) {
    return namespaces(flags(kind));
  }

  Outcome namespaces(CloneFlag... kinds) {
    return of(Program.of(Tasks.unshare(kinds)));
  }

  /** The steps that make these namespaces, as root of them. */
  Program enter(CloneFlag... flags) {
    Program made = Program.of(Tasks.unshare(flags));
    boolean maps = canRunMemory && List.of(flags).contains(CloneFlag.CLONE_NEWUSER);
    return maps ? made.then(Privilege.becomeRoot()) : made;
  }

  /** These flags, for who is not root with those of a user namespace in front. */
  CloneFlag[] flags(CloneFlag... kinds) {
    List<CloneFlag> flags = new ArrayList<>(List.of(kinds));
    if (!isRoot() && !flags.contains(CloneFlag.CLONE_NEWUSER)) {
      flags.add(0, CloneFlag.CLONE_NEWUSER);
    }
    return flags.toArray(CloneFlag[]::new);
  }

  /** Whether CAP_SYS_ADMIN is effective, by capget(2), which needs no /proc. */
  boolean isRoot() {
    ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    header.putInt(0, LINUX_CAPABILITY_VERSION_3);
    byte[] sets = new byte[24];
    Kernel.call(Syscall.CAPGET, header.array(), sets);
    int effective = ByteBuffer.wrap(sets).order(ByteOrder.nativeOrder()).getInt();
    return Capability.CAP_SYS_ADMIN.isIn(effective);
  }

  /**
   * Whether something in front of the kernel answers unshare(2) with these flags: the kernel would
   * first of all object to one that makes no sense.
   */
  boolean isUnshareFiltered(CloneFlag... flags) {
    List<CloneFlag> all = new ArrayList<>(List.of(flags));
    all.add(NONSENSE);
    return !of(Program.of(Tasks.unshare(all.toArray(CloneFlag[]::new)))).is(Errno.EINVAL);
  }

  /** The same for clone3(2), whose arguments have a size that no kernel takes. */
  Outcome cloneOfNoSize() {
    return of(Program.of(Step.of(Syscall.CLONE3, NOWHERE, Arg.of(0))));
  }

  /** The same for mount(2), whose strings are read before anything else is looked at. */
  Outcome mountOfNothing(boolean withData) {
    Arg data = withData ? NOWHERE : Arg.NULL;
    return of(Program.of(Step.of(Syscall.MOUNT, NOWHERE, NOWHERE, NOWHERE, Arg.of(0), data)));
  }
}
