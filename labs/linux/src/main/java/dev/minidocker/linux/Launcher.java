package dev.minidocker.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.minidocker.linux.internal.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntConsumer;

/**
 * Starts programs: writes the image to a sealed memory file and has the kernel run it.
 *
 * <p>All programs are started by a thread that lives as long as this JVM, because the kernel's
 * parent-death signal means the death of the <em>thread</em> that made the child (prctl(2),
 * PR_SET_PDEATHSIG). It is a thread of the launcher's own, or {@linkplain #useThisThread one that
 * promised to stay}.
 */
public final class Launcher {
  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_ALLOW_SEALING = 2;
  private static final int MFD_EXEC = 0x10;
  private static final int F_ADD_SEALS = 1033;
  private static final int ALL_SEALS = 1 | 2 | 4 | 8;
  private static final short SETSIGDEF_SETSIGMASK = 4 | 8;

  /** Descriptors below this are given to the child under fixed numbers, so none may be a source. */
  private static final int FIRST_FREE_FD = 10;

  private static volatile Thread staying;

  private Launcher() {}

  /**
   * Promises that the calling thread ends only with this JVM. What it launches from now on it
   * starts itself, which spares the hand-over to another thread and back.
   */
  public static void useThisThread() {
    staying = Thread.currentThread();
  }

  /**
   * What a program is started with.
   *
   * @param stdio descriptors to become the child's 0, 1 and 2
   * @param answer does what the program {@linkplain Report#ask asks} for
   */
  public record Setting(List<Integer> stdio, IntConsumer answer) {

    /** The standard input, output and error of this JVM, for a program that asks nothing. */
    public static final Setting INHERITED =
        new Setting(
            List.of(0, 1, 2),
            question -> {
              throw new IllegalStateException("the program asked " + question + "; nobody answers");
            });

    public Setting {
      stdio = List.copyOf(stdio);
    }
  }

  /**
   * Starts a program and returns when it is known which process it is; that process may still be on
   * its way to its exec, for which see {@link Child#awaitStart}.
   *
   * @throws ErrnoException if the program cannot be started, or fails before there is a container
   */
  public static Child launch(Program program, Setting setting) {
    return launch(Compiled.of(program), setting);
  }

  /** The same, where compiling was done before. */
  public static Child launch(Compiled compiled, Setting setting) {
    try (Fd executable = memoryFile(compiled.image())) {
      return start(compiled.program(), "/proc/self/fd/" + executable.number(), setting);
    }
  }

  /**
   * A program with the executable made of it.
   *
   * @param image an ELF file that reports to its starter
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and only read
  public record Compiled(Program program, byte[] image) {

    /** Compiles a program for this machine. */
    public static Compiled of(Program program) {
      return new Compiled(
          program, Elf.compile(program, Arch.host(), FailureHandler.reportingTo(Report.FD)));
    }
  }

  /**
   * The same from a file that is there only meanwhile: for finding out what works where there is no
   * {@code /proc}, through which a memory file is run. Not for containers, which could write to it.
   *
   * @param directory where files may be made and run: EACCES on a mount that is noexec
   */
  public static Child launchFrom(Path directory, Program program, Setting setting)
      throws IOException {
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rwx------");
    Path executable =
        Files.createTempFile(directory, "md-", ".elf", PosixFilePermissions.asFileAttribute(owner));
    try {
      Files.write(executable, Compiled.of(program).image());
      return start(program, executable.toString(), setting);
    } finally {
      Files.delete(executable);
    }
  }

  private static Child start(Program program, String executable, Setting setting) {
    Fd[] line = Fd.socketPair();
    int pid;
    try (Fd theirs = clear(line[1])) {
      ReceivedMessage.tellSenders(line[0]);
      pid =
          Thread.currentThread() == staying
              ? spawn(executable, theirs, setting.stdio())
              : OwnThread.call(() -> spawn(executable, theirs, setting.stdio()));
    } catch (RuntimeException e) {
      line[0].close();
      throw e;
    }
    return Child.started(program, pid, line[0], setting.answer());
  }

  private static Fd memoryFile(byte[] image) {
    int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    long fd = Kernel.tryCall(Syscall.MEMFD_CREATE, "mini-docker", flags | MFD_EXEC);
    if (fd
        == -Errno.EINVAL.number()) { // before Linux 6.3 there is no such flag, and no need for it
      fd = Kernel.call(Syscall.MEMFD_CREATE, "mini-docker", flags);
    } else if (fd < 0) {
      throw new ErrnoException("memfd_create(\"mini-docker\")", Errno.ofResult(fd));
    }
    Fd file = clear(Fd.of(fd));
    try {
      file.write(image);
      Kernel.call(Syscall.FCNTL, file.number(), F_ADD_SEALS, ALL_SEALS);
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The same file under a number that does not collide with those the child is given. */
  private static Fd clear(Fd fd) {
    if (fd.number() >= FIRST_FREE_FD) {
      return fd;
    }
    try (fd) {
      return fd.duplicate(FIRST_FREE_FD);
    }
  }

  private static int spawn(String path, Fd report, List<Integer> stdio) {
    int refusal = Libc.gate().refusal("posix_spawn");
    if (refusal != 0) {
      throw new ErrnoException("posix_spawn", Errno.of(refusal));
    }
    try (Memory actions = new Memory(256);
        Memory pid = new Memory(8)) {
      Libc.posix_spawn_file_actions_init(actions);
      for (int i = 0; i < stdio.size(); i++) {
        Libc.posix_spawn_file_actions_adddup2(actions, stdio.get(i), i);
      }
      Libc.posix_spawn_file_actions_adddup2(actions, report.number(), Report.FD);
      int errno =
          Libc.posix_spawn(pid, path, actions, Constant.ATTRIBUTES, Constant.ARGV, Constant.ENVP);
      Libc.posix_spawn_file_actions_destroy(actions);
      if (errno != 0) {
        throw new ErrnoException("posix_spawn(" + Strace.quote(path) + ")", Errno.of(errno));
      }
      return pid.getInt(0);
    }
  }

  /** The thread for callers that may end before their containers do. */
  private static final class OwnThread {
    private static final LinkedBlockingQueue<Runnable> WORK = new LinkedBlockingQueue<>();

    static {
      Thread thread = new Thread(OwnThread::work, "launcher");
      thread.setDaemon(true);
      thread.start();
    }

    static <T> T call(Callable<T> action) {
      CompletableFuture<T> result = new CompletableFuture<>();
      WORK.add(
          () -> {
            try {
              result.complete(action.call());
            } catch (Throwable e) { // handed to the caller, whatever it is
              result.completeExceptionally(e);
            }
          });
      try {
        return result.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }

    private static void work() {
      try {
        while (true) {
          WORK.take().run();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
    }
  }

  /**
   * Memory that is the same for every start: default signal actions, no mask, a name, no variables.
   */
  private static final class Constant {
    static final Memory ATTRIBUTES = new Memory(512);
    static final Memory ARGV = new Memory(16);
    static final Memory ENVP = new Memory(8);
    private static final Memory NAME = new Memory(16);
    private static final Memory EVERY_SIGNAL = new Memory(128);
    private static final Memory NO_SIGNAL = new Memory(128);

    static {
      NAME.setString(0, "mini-docker");
      ARGV.setPointer(0, NAME);
      ARGV.setPointer(8, Pointer.NULL);
      ENVP.setPointer(0, Pointer.NULL);
      EVERY_SIGNAL.setMemory(0, 128, (byte) 0xff);
      NO_SIGNAL.clear();
      Libc.posix_spawnattr_init(ATTRIBUTES);
      Libc.posix_spawnattr_setsigdefault(ATTRIBUTES, EVERY_SIGNAL);
      Libc.posix_spawnattr_setsigmask(ATTRIBUTES, NO_SIGNAL);
      Libc.posix_spawnattr_setflags(ATTRIBUTES, SETSIGDEF_SETSIGMASK);
    }
  }
}
