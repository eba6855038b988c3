package dev.minidocker.labkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@Requires(Need.NAMESPACES)
class ExperimentRunnerIT {
  private static final Experiment TWO_NUMBERS =
      Experiment.named("kit/two-numbers", "one process, two numbers")
          .in(CloneFlag.CLONE_NEWPID)
          .then(
              Scene.narrated("Who are you?")
                  .doing(Action.inside(Program.of(Nodes.changeDirectory("/"))))
                  .observing("its number", host -> Integer.toString(host.pid()), Look.pid())
                  .expecting("inside it is 1", (host, container) -> container.equals("1"))
                  .expecting("they differ", (host, container) -> !host.equals(container)));

  @Test
  void aTranscriptHoldsWhatHappenedInItsOrder() {
    Transcript transcript = ExperimentRunner.run(TWO_NUMBERS);
    assertTrue(transcript.succeeded(), transcript.toString());
    List<Event> events = transcript.events();
    assertTrue(((Event.Call) events.get(0)).call().contains("CLONE_NEWPID"));
    assertEquals(new Event.Narration("Who are you?", List.of("chdir(\"/\")")), events.get(1));
    assertEquals(new Event.Call("chdir(\"/\")", 0), events.get(2));
    assertEquals("1", ((Event.Seen) events.get(3)).container());
    assertEquals(new Event.Verdict("inside it is 1", true), events.get(4));
    assertEquals(new Event.Verdict("they differ", true), events.get(5));
    assertEquals(new Event.Left(List.of()), events.get(6));
  }

  @Test
  void theAudienceHearsEveryEventWhenItHappens() {
    List<Event> heard = new ArrayList<>();
    Transcript transcript = new ExperimentRunner(heard::add).play(TWO_NUMBERS);
    assertEquals(transcript.events(), heard);
  }

  @Test
  void anExpectationThatIsNotMetSpoilsTheExperiment() {
    Experiment wrong =
        TWO_NUMBERS.then(
            Scene.narrated("And now?")
                .observing("its number", host -> Integer.toString(host.pid()), Look.pid())
                .expecting("both are the same", String::equals));
    assertFalse(ExperimentRunner.run(wrong).succeeded());
  }

  @Test
  void aRefusalThatNobodyExpectedEndsIt() {
    String nowhere = "/no-such-" + System.nanoTime();
    Experiment refused =
        TWO_NUMBERS.then(
            Scene.narrated("Away!")
                .doing(Action.inside(Program.of(Nodes.changeDirectory(nowhere)))));
    Transcript transcript = ExperimentRunner.run(refused);
    assertFalse(transcript.succeeded());
    assertEquals(1, transcript.events(Event.Failure.class).count());
    assertTrue(transcript.toString().contains(nowhere));
  }

  @Test
  void lookingAtADeadContainerIsNoError() {
    Experiment deadly =
        TWO_NUMBERS.then(
            Scene.narrated("The host kills it.")
                .doing(Action.onHost("kill -9", host -> host.signal(9)))
                .observing("alive?", host -> "as ever", Look.pid())
                .expecting("it is not", (host, container) -> container.equals(Host.GONE)));
    Transcript transcript = ExperimentRunner.run(deadly);
    assertTrue(transcript.succeeded(), transcript.toString());
  }
}
