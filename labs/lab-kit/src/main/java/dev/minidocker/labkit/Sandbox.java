package dev.minidocker.labkit;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Tasks;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A container without a root file system: namespaces, a program, and one pipe to tell what it sees.
 *
 * <p>First {@link #start}; then {@link #awaitPause} and {@link #resume} in turn while the program
 * has pauses; then {@link #waitFor}; {@link #close} in any case, which kills what still runs. Works
 * without privileges too: whoever lacks CAP_SYS_ADMIN gets a user namespace in addition.
 */
public final class Sandbox implements AutoCloseable {

  /** A place in the program where it waits until the host has looked around. */
  public static final Program PAUSE = Report.ask(0);

  private static final String CLONE = "sandbox.clone";
  private static final int STANDARD_ERROR = 2;

  private final Step birth;
  private final Child child;
  private final Told told;
  private boolean paused;

  private Sandbox(Step birth, Child child, Fd told) {
    this.birth = birth;
    this.child = child;
    this.told = new Told(told);
  }

  /**
   * Starts {@code program} as the first process of new namespaces. It runs by itself up to its
   * first pause, and ends with 0 after its last step.
   *
   * @throws ErrnoException EPERM where neither root nor a user namespace is to be had; ENOSPC at a
   *     limit on the number or the nesting of namespaces
   */
  public static Sandbox start(Set<CloneFlag> namespaces, Program program) {
    return start(namespaces, program, STANDARD_ERROR);
  }

  /** The same, with another standard error than that of this JVM: a descriptor above 3. */
  static Sandbox start(Set<CloneFlag> namespaces, Program program, int standardError) {
    return start(inNamespaces(namespaces, program), standardError);
  }

  /**
   * The same, always with a user namespace in addition, in which nobody is anybody until somebody
   * writes its maps.
   */
  public static Sandbox startUnmapped(Set<CloneFlag> namespaces, Program program) {
    return startUnmapped(namespaces, program, STANDARD_ERROR);
  }

  static Sandbox startUnmapped(Set<CloneFlag> namespaces, Program program, int standardError) {
    Set<CloneFlag> flags = flags(namespaces);
    flags.add(CloneFlag.CLONE_NEWUSER);
    return start(birth(flags).then(program).then(Tasks.exit(0)), standardError);
  }

  private static Sandbox start(Program whole, int standardError) {
    Fd[] pipe = Fd.pipe();
    try (Fd theirs = pipe[1].duplicate(Report.FD + 1)) {
      pipe[1].close();
      Launcher.Setting setting =
          new Launcher.Setting(
              List.of(0, theirs.number(), standardError), Launcher.Setting.INHERITED.answer());
      return new Sandbox(birthIn(whole), Launcher.launch(whole, setting), pipe[0]);
    } catch (RuntimeException e) {
      pipe[0].close();
      throw e;
    }
  }

  /** The system call that makes a container with these namespaces. */
  static Step birthIn(Set<CloneFlag> namespaces) {
    return birthIn(inNamespaces(namespaces, Program.EMPTY));
  }

  private static Step birthIn(Program whole) {
    return whole.steps().get(whole.indexOf(CLONE));
  }

  /** The whole program: a process that makes the container as its sibling, and the container. */
  static Program inNamespaces(Set<CloneFlag> namespaces, Program program) {
    Set<CloneFlag> flags = flags(namespaces);
    return birth(flags)
        .then(flags.contains(CloneFlag.CLONE_NEWUSER) ? Privilege.becomeRoot() : Program.EMPTY)
        .then(program)
        .then(Tasks.exit(0));
  }

  private static Set<CloneFlag> flags(Set<CloneFlag> namespaces) {
    Set<CloneFlag> flags = EnumSet.of(CloneFlag.CLONE_PARENT);
    flags.addAll(namespaces);
    if (!Privilege.canMakeNamespaces()) {
      flags.add(CloneFlag.CLONE_NEWUSER);
    }
    return flags;
  }

  private static Program birth(Set<CloneFlag> flags) {
    return Program.of(
        Tasks.cloneTo("sandbox", flags)
            .named(CLONE)
            .because("the new namespaces begin with a new process"),
        Report.pidOf(CLONE),
        Tasks.exit(0),
        Tasks.dieWithParent()
            .named("sandbox")
            .because("an experiment that outlives its learner would be a leak"),
        Report.alive(),
        Descriptors.closeFrom(Report.FD + 1));
  }

  /** The system call that made the container; its result is {@link #pid}. */
  public Step birth() {
    return birth;
  }

  /** The first process, as the host numbers it. */
  public int pid() {
    return child.pid();
  }

  /** The container as the host's looks need it. */
  public Host seenFromTheHost() {
    return new Host(child.pid());
  }

  /**
   * Waits until the program is in a {@link #PAUSE}.
   *
   * @return false if there is none any more: the program has ended
   * @throws ErrnoException of the step that failed, if one did
   */
  public boolean awaitPause() {
    paused = paused || child.awaitQuestion().isPresent();
    return paused;
  }

  /** Ends the pause; a container that was killed meanwhile does not mind. */
  public void resume() {
    paused = false;
    try {
      child.answer();
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EPIPE) {
        throw e;
      }
    }
  }

  /**
   * Reads what the program told on descriptor 1.
   *
   * @return exactly so many bytes, or nothing if the container ended before it told them
   */
  public Optional<byte[]> hear(int bytes) {
    byte[] heard = new byte[bytes];
    int length = 0;
    while (length < bytes) {
      byte[] more = new byte[bytes - length];
      int count = told.read(more);
      if (count == 0) {
        return Optional.empty();
      }
      System.arraycopy(more, 0, heard, length, count);
      length += count;
    }
    return Optional.of(heard);
  }

  /**
   * Why there was nothing to {@link #hear}, for whoever cannot go on without.
   *
   * @throws ErrnoException of the step that failed, if one did
   */
  public IllegalStateException whyNothing() {
    String now = awaitPause() ? "it waits, and told less" : "it has ended: " + child.waitFor();
    return new IllegalStateException("the program did not tell what it sees; " + now);
  }

  /** Everything that the program tells until it ends. */
  public byte[] hearAll() {
    byte[] heard = {};
    byte[] more = new byte[4096];
    for (int count = told.read(more); count > 0; count = told.read(more)) {
      heard = Arrays.copyOf(heard, heard.length + count);
      System.arraycopy(more, 0, heard, heard.length - count, count);
    }
    return heard;
  }

  /** Sends a signal to the first process. */
  public void signal(int signal) {
    child.signal(signal);
  }

  /**
   * Ends all pauses that there are, and waits for the end of the first process. What it tells
   * meanwhile can be heard afterwards.
   */
  public ExitStatus waitFor() {
    told.keep();
    while (awaitPause()) {
      resume();
    }
    return child.waitFor();
  }

  @Override
  public void close() {
    child.close();
    told.close();
  }
}
