package dev.minidocker.labkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Requires(Need.NAMESPACES)
class TracerIT {
  @TempDir Path directory;

  @Test
  void theResultIsTheKernelsWhateverItIs() {
    String path = directory.resolve("made-" + System.nanoTime()).toString();
    Program make = Program.of(Nodes.directory(path, 0755).tolerating(Errno.EEXIST));
    assertTrue(calls(make).get(0).endsWith(", 0755) = 0"));
    assertTrue(Files.isDirectory(Path.of(path)));
    assertTrue(calls(make).get(0).endsWith(", 0755) = -1 EEXIST (File exists)"));
  }

  @Test
  void laterCallsShowTheNumbersThatEarlierOnesReturned() {
    List<String> calls =
        calls(
            Program.of(
                Descriptors.openToRead(directory.toString()).named("place"),
                Descriptors.close("place")));
    String number = calls.get(0).replaceAll(".* = ", "");
    assertEquals("  close(" + number + ") = 0", calls.get(1));
  }

  @Test
  void aChildsCallsAreToldToo() {
    String name = directory.resolve("made-" + System.nanoTime()).toString();
    Program child = Program.of(Nodes.directory(name, 0700));
    List<String> calls = calls(Fork.andWait("child", Set.of(), child));
    String pid = calls.get(0).replaceAll(".* = ", "");
    assertTrue(calls.contains("  mkdirat(AT_FDCWD, \"" + name + "\", 0700) = 0"), calls::toString);
    assertTrue(calls.contains("  exit_group(0) = ?"), calls::toString);
    assertTrue(calls.contains("  wait4(" + pid + ", NULL, 0, NULL) = " + pid), calls::toString);
  }

  @Test
  void aCallThatStillWaitsIsUnfinished() {
    List<String> calls = calls(Fork.andStay("child", Set.of(), Program.EMPTY));
    assertEquals("  ppoll(NULL, 0, NULL, NULL, 0) <unfinished ...>", calls.get(calls.size() - 1));
  }

  @Test
  void aCallThatIsMadeAgainAndAgainIsToldOnce() {
    Program busy = Program.of(Step.of(Syscall.GETPPID).named("again").thenGoTo("again"));
    List<String> calls = calls(Fork.andServe("child", Set.of(), Program.EMPTY, busy));
    assertEquals("  getppid() <unfinished ...>", calls.get(calls.size() - 1));
    assertEquals(1, calls.stream().filter(call -> call.contains("getppid")).count());
  }

  @Test
  void stepsThatAreJumpedOverWereNotMade() {
    Program jump =
        Program.of(
            Step.of(Syscall.CHDIR, Arg.of("/no-such-" + System.nanoTime()))
                .named("jump")
                .on(Errno.ENOENT, "land"),
            Nodes.directory(directory + "/never", 0700),
            Step.of(Syscall.GETPID).named("land"));
    List<String> calls = calls(jump);
    assertEquals(2, calls.size(), calls::toString);
    assertTrue(calls.get(0).contains("-1 ENOENT"), calls::toString);
    assertEquals("  getpid() = 1", calls.get(1));
  }

  @Test
  void whatAProcessBesideTheContainerDoesIsToldWithItsResults() {
    Experiment beside =
        Experiment.named("kit/beside", "another process")
            .in(CloneFlag.CLONE_NEWUTS)
            .then(
                Scene.narrated("It joins.")
                    .doing(
                        Action.beside(
                            host ->
                                Join.namespaces(host, CloneFlag.CLONE_NEWUTS)
                                    .then(Tasks.exit(0)))));
    List<String> calls = callsOf(ExperimentRunner.run(beside));
    assertTrue(
        calls.stream().anyMatch(call -> call.matches("  setns\\(\\d+, CLONE_NEWUTS\\) = 0")),
        calls::toString);
  }

  /** The calls of one scene, without the one that made the container. */
  private static List<String> calls(Program program) {
    Experiment experiment =
        Experiment.named("kit/calls", "calls")
            .in(CloneFlag.CLONE_NEWPID)
            .then(Scene.narrated("Calls.").doing(Action.inside(program)));
    Transcript transcript = ExperimentRunner.run(experiment);
    assertTrue(transcript.succeeded(), transcript::toString);
    List<String> calls = new ArrayList<>(callsOf(transcript));
    calls.remove(0);
    return calls;
  }

  private static List<String> callsOf(Transcript transcript) {
    return transcript.events(Event.Call.class).map(Event.Call::toString).toList();
  }
}
