package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lecturer at a terminal, played by script(1). */
@Requires(
    value = Need.NAMESPACES,
    programs = {"script", "stty", "sh"})
class TerminalIT {
  private static final String TO_RUN = "enter or n: do it";
  private static final String TO_GO_ON = "n: next, b: back";

  @TempDir Path state;
  private Lecturer lecturer;

  @AfterEach
  void leave() throws Exception {
    if (lecturer != null) {
      lecturer.close();
    }
  }

  private void type(String... args) throws IOException {
    lecturer = Lecturer.starts(state, args);
  }

  @Test
  void whatComesIsTypedFirstAndDoneByTheNextKey() throws Exception {
    type("demo", "uts/own-name");
    for (int scene = 0; scene < 2; scene++) {
      lecturer.sees(TO_RUN).press(" ").sees(TO_GO_ON).press(" ");
    }
    String typed = lecturer.sees(TO_RUN).seen();
    assertTrue(typed.contains("> sethostname(\"md-"), typed);
    assertFalse(typed.contains(" = 0"), typed);
    String done = lecturer.press("\r").sees(TO_GO_ON).seen();
    assertTrue(done.contains(" = 0"), done);
    lecturer.press("n").ends(0);
  }

  @Test
  void whatMeansNothingDoesNothing() throws Exception {
    type("demo", "uts/own-name");
    lecturer.sees(TO_RUN).press("n").sees(TO_GO_ON);
    assertFalse(lecturer.press("x").press("\r").seesWithin(700, TO_RUN));
    lecturer.press("h").sees("quit").sees(TO_GO_ON).press("q").ends(0);
  }

  @Test
  void backPlaysItAgainInAFreshContainerUpToTheSceneBefore() throws Exception {
    type("demo", "uts/own-name");
    lecturer.sees(TO_RUN).press("n").sees(TO_GO_ON).press("n");
    lecturer.sees(TO_RUN).press("n").sees(TO_GO_ON);
    String again = lecturer.press("\033[D").sees(TO_RUN).seen();
    assertTrue(again.contains("again, in a fresh container"), again);
    assertTrue(again.contains("it is another one"), again); // of the first scene
    assertTrue(again.contains("Nobody has named it yet"), again);
    assertFalse(again.contains("a copy of the host's"), again); // of the second
    lecturer.press("q").ends(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void theTerminalIsPutBackWhateverSignalEndsIt(String signal) throws Exception {
    type("demo", "uts/own-name");
    lecturer.sees(TO_RUN);
    assertTrue(lecturer.takesSingleKeys());
    lecturer
        .signal(signal)
        .ends(
            128
                + switch (signal) {
                  case "HUP" -> 1;
                  case "INT" -> 2;
                  default -> 15;
                });
  }

  @Test
  void suspendedItGivesTheTerminalBackAndThenTakesItAgain() throws Exception {
    type("demo", "uts/own-name");
    lecturer.sees(TO_RUN).press("\032").isStopped();
    assertFalse(lecturer.takesSingleKeys());
    lecturer.signal("CONT").awaitsSingleKeys();
    lecturer.press("n").sees(TO_GO_ON).press("q").ends(0);
  }

  @Test
  void aRunWaitsForKeysToo() throws Exception {
    type("run", "uts/own-name");
    for (int scene = 0; scene < 3; scene++) {
      lecturer.sees("any key").press(" ");
    }
    lecturer.sees("all as expected").ends(0);
  }

  @Test
  void aRunThatIsEndedByAKeyIsNoSuccess() throws Exception {
    type("run", "uts/own-name");
    lecturer.sees("any key").press("q").sees("stopped before its end").ends(1);
  }

  @Test
  void viewsStandBesideEachOtherAsWideAsTheTerminal() throws Exception {
    type("run", "uts/own-name", "--auto");
    String seen = lecturer.sees("all as expected").seen();
    int widest = seen.lines().filter(l -> l.contains("│")).mapToInt(String::length).max().orElse(0);
    assertTrue(widest > 20 && widest <= Lecturer.COLUMNS, () -> widest + " columns: " + seen);
    assertTrue(seen.contains("\033[32m✓"), seen);
  }

  @Test
  void aReplayIsPausedAndSkippedByKeys() throws Exception {
    Path cast = state.resolve("slow.cast");
    Files.writeString(
        cast,
        """
        {"version": 2, "width": 80, "height": 24}
        [0.1, "o", "first"]
        [100.0, "m", "next"]
        [100.1, "o", "second"]
        [300.0, "o", "last"]
        """);
    long begin = System.nanoTime();
    type("demo", "--replay", cast.toString(), "--speed", "2");
    lecturer.sees("first").press(" ");
    lecturer.press("n").sees("second").press("q").ends(0);
    assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) < 40);
    assertEquals(-1, lecturer.seen().indexOf("last"));
  }
}
