package dev.minidocker.labkit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Requires(Need.NAMESPACES)
class CommandsIT {
  /** What nobody who runs this test has: root for a user, an ordinary user for root. */
  private static final Need LACKING =
      Privilege.canMakeNamespaces() ? Need.ORDINARY_USER : Need.ROOT;

  @TempDir Path state;

  private final String name =
      "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 28));
  private final MadeUpLab lab = new MadeUpLab(name);

  @Test
  void aRunTellsTheCallTheAnswerAndBothViews() throws IOException {
    String hostName = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    type("run", "kit/name", "--auto")
        .exitsWith(0)
        .shows("sethostname(\"" + name + "\", " + name.length() + ") = 0\n")
        .shows("host:      " + hostName + "\n", "container: " + name + "\n", "✓ it has it");
  }

  @Test
  void aMechanismThatDoesNothingIsFoundOut() {
    Typed run = type(new MadeUpLab(name, false, Need.NAMESPACES, Optional.empty()), "run", "kit");
    run.exitsWith(1).shows("✗ it has it", "✗ kit/name: not as expected");
    assertFalse(run.out().contains("= 0\n  host name"), run::toString);
    assertEquals(List.of(), Progress.in(state).done().stream().toList());
  }

  @Test
  void whatIsLeftBehindSpoilsTheRunByItsName() throws IOException {
    Path left = Files.createFile(state.resolve(name));
    try (Leak leak = new Leak(lab, left)) {
      type(leak, "run", "kit/name").exitsWith(1).shows("something is left behind", name);
    }
  }

  @Test
  void whatSucceededIsMarkedInTheList() {
    type("list").exitsWith(0).shows("0 of 2 done", "  kit/name");
    type("run", "kit/name", "--auto").exitsWith(0);
    type("list").exitsWith(0).shows("1 of 2 done", "✓ kit/name", "  kit/again");
  }

  @Test
  void aHomeThatCannotBeWrittenDoesNotStopARun() throws IOException {
    Path file = Files.createFile(state.resolve("file"));
    Typed.lab(lab, file, "run", "kit/name").exitsWith(0).complains("progress is not kept");
  }

  @Test
  void aNeedThatIsMissingHasACodeOfItsOwn() {
    MadeUpLab impossible = new MadeUpLab(name, true, LACKING, Optional.empty());
    String cause = LACKING.missing().orElseThrow();
    type(impossible, "run", "kit").exitsWith(3).complains(cause).shows("skipped");
    type(impossible, "demo", "kit").exitsWith(3).complains(cause);
    type(impossible, "list").exitsWith(0).shows("not here: needs " + cause);
  }

  @Test
  void whereItIsImpossibleADemoIsReplayedAndSaysSo() {
    String shown = "seen elsewhere: " + name;
    Cast.Header header = new Cast.Header(80, 24, 86_400, 1, "it");
    String cast = header + "\n" + new Cast.Event(0.01, Cast.OUTPUT, shown) + "\n";
    MadeUpLab impossible = new MadeUpLab(name, true, LACKING, Optional.of(cast));
    type(impossible, "demo", "kit")
        .exitsWith(0)
        .shows(shown, "RECORDING", "1970-01-02", LACKING.missing().orElseThrow());
  }

  @Test
  void aDemoGoesOnByItselfWhereThereAreNoKeys() throws IOException {
    Path notes = state.resolve("notes");
    type("demo", "kit", "--auto", "--notes", notes.toString())
        .exitsWith(0)
        .shows("> sethostname(\"" + name, "sethostname(\"" + name + "\", ", "= 0", "✓ kit/again");
    String told = Files.readString(notes);
    assertTrue(told.contains("say:   It takes a name.") && told.contains("claim: it has it"), told);
    assertTrue(told.contains("do:    sethostname(\"" + name), told);
  }

  @Test
  void aRecordingIsReplayedAsItWas() throws IOException {
    Path file = state.resolve("md.cast");
    Typed live = type("demo", "kit", "--auto", "--record", file.toString()).exitsWith(0);
    Typed replayed = type("demo", "--replay", file.toString(), "--auto").exitsWith(0);
    assertEquals(live.out(), replayed.out().replace("\r\n", "\n"));
    Cast cast = Cast.parse("it", Files.readAllLines(file));
    assertEquals(4, cast.events().stream().filter(e -> e.kind().equals(Cast.MARKER)).count());
    double time = 0;
    for (Cast.Event event : cast.events()) {
      assertTrue(event.seconds() >= time, event::toString);
      time = event.seconds();
    }
    assertTrue(time > 5, "the pauses for readers are in it: " + time);
  }

  @Test
  void notesThatNobodyCanTakeAreRefusedAtOnce() {
    type("demo", "kit", "--notes", "/no/such/place")
        .exitsWith(1)
        .complains("/no/such/place", "ENOENT");
  }

  @Test
  void whatIsMistypedIsSuggested() {
    type("run", "kti").exitsWith(2).complains("no topic kti; is kit meant?");
    type("run", "kit/nmae").exitsWith(2).complains("is kit/name meant?");
    type("rnu").exitsWith(2).complains("is run meant?");
    type("run", "kit", "--atuo").exitsWith(2).complains("is --auto meant?");
    type("explain", "EPREM").exitsWith(2).complains("is EPERM meant?");
    type("demo", "kit", "--speed", "fast").exitsWith(2).complains("fast is no speed");
  }

  @Test
  void aTopicIsShownWithWhatToTry() {
    type("show", "kit")
        .exitsWith(0)
        .shows("Chapter 99, a lab for tests", "kit/again", "bin/lab run kit", "src/main/java");
  }

  @Test
  void aCallIsExplainedByWhereTheCourseMeetsIt() {
    type("explain", "SetHostName").exitsWith(0).shows("kit/name", name, "# it is told to", "170");
    type("explain", "uname").exitsWith(0).shows("kit/name");
    type("explain", "clone3").exitsWith(0).shows("CLONE_NEWUTS");
    Typed chroot = type("explain", "chroot").exitsWith(0).shows("none");
    assertFalse(chroot.out().contains("kit/name"), chroot::toString);
  }

  @Test
  void aRefusalIsExplainedAsTheProgramsWouldHearIt() {
    type("explain", "EPERM").exitsWith(0).shows("sethostname: This UTS namespace belongs");
    type("explain", "1").exitsWith(0).shows("EPERM (1): Operation not permitted");
  }

  private Typed type(String... args) {
    return type(lab, args);
  }

  private Typed type(Lab which, String... args) {
    return Typed.lab(which, state, args);
  }
}
