package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGKILL to the lab command between any two steps of an experiment, its own and its container's;
 * then lab restore; then all is as before.
 *
 * <p>A few steps of one experiment of each topic; with {@code -Dthorough=2} or more, every step of
 * every experiment: killed after 0, 1, 2, … steps, until it comes to its own end before. Only of
 * one that makes thousands, because it counts until it is frozen, every so many. {@code
 * -Dexperiment=TOPIC/NAME} is for one alone.
 */
@Requires(Need.NAMESPACES)
class KilledAtEveryStepIT {
  private static final boolean ALL = Integer.getInteger("thorough", 1) > 1;
  private static final String ONLY = System.getProperty("experiment", "");
  private static final int SAMPLE = 4;
  private static final int MOST = 500; // who has more calls the same again and again
  private static final int NEVER = Integer.MAX_VALUE;
  private static final Duration RUN = Duration.ofMinutes(2);
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  @TempDir Path state;

  @AutoClose private final OwnNamespaces namespaces = OwnNamespaces.make();

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private int restorations;
  private Path temporary;
  private Path libraries;

  /** In a build, some of them: each takes others. */
  static Stream<String> topics() {
    List<String> topics = new ArrayList<>(Lab.all().stream().map(Lab::topic).toList());
    Collections.shuffle(topics);
    return topics.stream().limit(ALL ? topics.size() : SAMPLE);
  }

  /** What a killed JVM leaves behind belongs to this one then, and is seen. */
  @BeforeAll
  static void adoptOrphans() {
    Processes.adoptOrphans();
  }

  @AfterAll
  static void adoptNoMore() {
    Kernel.call(Syscall.PRCTL, PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
  }

  /** As the start scripts do, which keep what JNA would unpack at each start. */
  @BeforeEach
  void unpackLibrary() throws Exception {
    temporary = Files.createDirectory(state.resolve("tmp"));
    libraries = Files.createDirectory(state.resolve("jna"));
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86-64";
    String resource = "/com/sun/jna/linux-" + processor + "/libjnidispatch.so";
    try (InputStream library = Kernel.class.getResourceAsStream(resource)) {
      Files.copy(library, libraries.resolve("libjnidispatch.so"));
    }
  }

  @ParameterizedTest
  @MethodSource("topics")
  void killedAtAnyStepAndRestoredTheMachineIsAsBefore(String topic) throws Exception {
    List<String> experiments = new ArrayList<>(possible(topic));
    if (ALL) {
      for (String experiment : experiments) {
        killAtEveryStep(experiment);
      }
    } else if (!experiments.isEmpty()) {
      killAtSomeSteps(experiments.get(random.nextInt(experiments.size())));
    }
  }

  private static List<String> possible(String topic) {
    return Lab.all().stream()
        .filter(lab -> lab.topic().equals(topic))
        .flatMap(lab -> lab.experiments().stream())
        .filter(one -> one.needs().stream().allMatch(need -> need.missing().isEmpty()))
        .map(Experiment::name)
        .filter(name -> ONLY.isEmpty() || name.equals(ONLY))
        .toList();
  }

  private void killAtEveryStep(String experiment) throws Exception {
    int stride = 1 + steps(experiment) / MOST;
    int step = random.nextInt(stride);
    restorations = 0;
    while (isKilledAndRestored(experiment, step)) {
      step += stride;
    }
    System.out.println(
        "%s: killed after each %d of %d steps; %d times there was something to restore"
            .formatted(experiment, stride, step, restorations));
  }

  private void killAtSomeSteps(String experiment) throws Exception {
    for (int moment : random.ints(SAMPLE, 0, steps(experiment)).toArray()) {
      isKilledAndRestored(experiment, moment);
    }
  }

  /** How many it makes if nobody kills it; not always the same. */
  private int steps(String experiment) throws Exception {
    try (StepGate whole = start(NEVER, "run", experiment, "--auto")) {
      assertFalse(whole.awaitEnd(RUN), experiment);
      assertSucceeded(whole, experiment);
      return whole.passed();
    }
  }

  /** False if the experiment came to its end before so many steps. */
  private boolean isKilledAndRestored(String experiment, int steps) throws Exception {
    String context = experiment + ", killed after " + steps + " steps, seed " + seed;
    MachineState before = MachineState.take(state, namespaces, temporary);
    boolean killed;
    try (StepGate gate = start(steps, "run", experiment, "--auto")) {
      killed = gate.awaitEnd(RUN);
      if (!killed) {
        assertSucceeded(gate, experiment);
      }
      before.awaitEndOfAll(context);
    }
    if (!MachineState.journals(state).isEmpty()) { // without one, nothing may be left at all
      restore(context, before);
    }
    before.assertUnchanged(context);
    return killed;
  }

  /** Behind the gate, an ordinary user gets nothing from programs that are set-user-ID root. */
  private void assertSucceeded(StepGate whole, String experiment) {
    String said = read(output());
    boolean lacksPrivileges = Need.ROOT.missing().isPresent() && said.contains("no_new_privs");
    assertTrue(whole.status().exitCode() == 0 || lacksPrivileges, () -> experiment + ": " + said);
  }

  private void restore(String context, MachineState before) throws Exception {
    String said;
    try (StepGate gate = start(NEVER, "restore")) {
      assertFalse(gate.awaitEnd(RUN), context);
      said = read(output());
    }
    assertFalse(said.contains("not touched:"), () -> context + ": " + said);
    restorations += said.contains("removed ") ? 1 : 0;
    before.awaitEndOfAll(context);
  }

  /** The lab command with these arguments. */
  private StepGate start(int killAfter, String... arguments) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.put("XDG_STATE_HOME", state.toString());
    List<String> variables =
        environment.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList();
    return StepGate.start(
        namespaces.enter(), java(Command.lab(arguments)), variables, output(), killAfter);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path output() {
    return state.resolve("output");
  }

  private List<String> java(List<String> command) {
    command.addAll(
        1,
        List.of(
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Djava.io.tmpdir=" + temporary,
            "-Djna.boot.library.path=" + libraries,
            "-Djna.nounpack=true"));
    return command;
  }
}
