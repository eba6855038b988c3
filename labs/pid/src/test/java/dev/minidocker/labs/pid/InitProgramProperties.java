package dev.minidocker.labs.pid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

@Requires(Need.NAMESPACES)
class InitProgramProperties {
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;
  private static final int SIGCHLD = 17;
  private static final int SIGUSR1 = 10;

  /** Signals that do nothing to a process without a handler; signal(7). */
  private static final Set<Integer> IGNORED = Set.of(SIGCHLD, 18, 23, 28);

  /** Signals that stop it. */
  private static final Set<Integer> STOPPING = Set.of(SIGSTOP, 20, 21, 22);

  private static final long PATIENCE_NANOS = 5_000_000_000L;

  /** A process that has children, sleeps, and ends, without waiting for any of them. */
  private record Node(int sleepMillis, int exitCode, List<Node> children) {}

  @Property(tries = 300)
  void everyOrphanIsReapedAndTheCommandIsNot(
      @ForAll("trees") List<Node> trees, @ForAll @IntRange(max = 255) int code) {
    Program family =
        IntStream.range(0, trees.size())
            .mapToObj(i -> birth("orphan." + i, trees.get(i)))
            .reduce(Program.EMPTY, Program::then);
    Program command =
        Fork.andWait("middle", Set.of(), family) // ends, so that all of the family are orphans
            .then(Sandbox.PAUSE)
            .then(Tasks.exit(code));
    try (Sandbox sandbox = start(command)) {
      assertTrue(sandbox.awaitPause());
      Host init = sandbox.seenFromTheHost();
      long giveUp = System.nanoTime() + PATIENCE_NANOS;
      while (init.children().size() > 1 && System.nanoTime() < giveUp) {
        Thread.onSpinWait();
      }
      assertEquals(
          List.of("2"), init.children().stream().map(InitProgramProperties::number).toList());
      assertEquals(new ExitStatus(code, false), sandbox.waitFor());
    }
  }

  @Property(tries = 1000)
  void everyExitCodePassesThrough(@ForAll @IntRange(max = 255) int code) {
    try (Sandbox sandbox = start(Program.of(Tasks.exit(code)))) {
      assertEquals(new ExitStatus(code, false), sandbox.waitFor());
    }
  }

  @Example
  void everySignalThatEndsTheCommandIsToldAs128AndItsNumber() {
    for (int signal = 1; signal <= 64; signal++) {
      if (!STOPPING.contains(signal)) {
        int survived = 42;
        int expected = IGNORED.contains(signal) ? survived : 128 + signal;
        try (Sandbox sandbox = start(killMyself(signal).then(Tasks.exit(survived)))) {
          assertEquals(expected, sandbox.waitFor().exitCode(), "signal " + signal);
        }
      }
    }
  }

  @Example
  void everySignalForTheContainerReachesTheCommand() {
    Set<Integer> notHandedOn = Set.of(SIGKILL, SIGSTOP, SIGCHLD);
    for (int signal = 1; signal <= 64; signal++) {
      if (!notHandedOn.contains(signal)) {
        try (Sandbox sandbox = start(catchOne())) {
          sandbox.awaitPause();
          sandbox.signal(signal);
          assertEquals(signal, sandbox.waitFor().exitCode());
        }
      }
    }
  }

  @Property(tries = 100)
  void aStormOfSignalsDoesNotConfuseIt(
      @ForAll("trees") List<Node> trees, @ForAll @IntRange(min = 1, max = 50) int signals) {
    Program family =
        IntStream.range(0, trees.size())
            .mapToObj(i -> birth("orphan." + i, trees.get(i)))
            .reduce(Program.EMPTY, Program::then);
    try (Sandbox sandbox = start(block().then(family).then(awaitOne()))) {
      sandbox.awaitPause();
      for (int i = 0; i < signals; i++) {
        sandbox.signal(SIGUSR1);
      }
      assertEquals(SIGUSR1, sandbox.waitFor().exitCode());
    }
  }

  private static Sandbox start(Program command) {
    return Sandbox.start(Set.of(CloneFlag.CLONE_NEWPID), new PidNamespace().init(command));
  }

  private static String number(Host process) {
    String numbers = process.status("NSpid");
    return numbers.substring(numbers.lastIndexOf('\t') + 1);
  }

  /** A child and its children; the parent goes on at once. */
  private static Program birth(String name, Node node) {
    Program children =
        IntStream.range(0, node.children().size())
            .mapToObj(i -> birth(name + "." + i, node.children().get(i)))
            .reduce(Program.EMPTY, Program::then);
    return Program.of(
            Tasks.cloneTo(name + ".child", Set.of())
                .named(name)
                .on(Errno.ENOMEM, name + ".parent") // the kernel's word for: number one has ended
                .thenGoTo(name + ".parent"),
            Step.of(Syscall.GETPID).named(name + ".child"))
        .then(children)
        .then(sleep(node.sleepMillis()), Tasks.exit(node.exitCode()))
        .then(Step.of(Syscall.GETPID).named(name + ".parent"));
  }

  private static Step sleep(int millis) {
    ByteBuffer time = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    time.putLong(8, millis * 1_000_000L);
    return Step.of(
        Syscall.PPOLL,
        Arg.NULL,
        Arg.of(0),
        new Arg.Bytes(time.array(), millis + " ms"),
        Arg.NULL,
        Arg.of(0));
  }

  private static Program killMyself(int signal) {
    return Program.of(
        Step.of(Syscall.GETPID).named("me"),
        Step.of(Syscall.KILL, Arg.result("me"), Arg.of(signal)));
  }

  private static Program block() {
    return Program.of(
        Step.of(Syscall.RT_SIGPROCMASK, Arg.of(0), everySignal(), Arg.NULL, Arg.of(8)));
  }

  private static Program catchOne() {
    return block().then(awaitOne());
  }

  /** Ends with the number of the next signal, its children's deaths apart. */
  private static Program awaitOne() {
    return Sandbox.PAUSE.then(
        Step.of(Syscall.RT_SIGTIMEDWAIT, everySignal(), Arg.NULL, Arg.NULL, Arg.of(8))
            .named("caught")
            .on(SIGCHLD, "caught"),
        Step.of(Syscall.EXIT_GROUP, Arg.result("caught")));
  }

  private static Arg everySignal() {
    return new Arg.Bytes(ByteBuffer.allocate(8).putLong(-1).array(), "~[]");
  }

  @Provide
  Arbitrary<List<Node>> trees() {
    return nodes(3).list().ofMaxSize(3);
  }

  private static Arbitrary<Node> nodes(int generations) {
    Arbitrary<List<Node>> children =
        generations == 1
            ? Arbitraries.just(List.of())
            : Arbitraries.lazy(() -> nodes(generations - 1)).list().ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 255), children)
        .as(Node::new);
  }
}
