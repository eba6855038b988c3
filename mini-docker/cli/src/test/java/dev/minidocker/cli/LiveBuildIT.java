package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody looks on while an image is built. */
class LiveBuildIT {
  private static final String DRAWN = "\033[J";
  private static final int TAIL_LINES = 6;

  private final String mark = "m" + Integer.toString(new Random().nextInt(1 << 20), 36);
  private final String name = "md-live-" + mark;

  @TempDir Path folder;
  private Path context;
  private Path miniDocker;

  @BeforeEach
  void prepare() throws Exception {
    Requirements.program("script");
    Requirements.program("stty");
    Requirements.containers();
    context = Files.createDirectory(folder.resolve("context"));
    miniDocker = CommandLines.script(folder);
    CommandLines.execute("run", "--rm", "lab", "true"); // so that the image is there
  }

  @AfterEach
  void removeTheImage() {
    CommandLines.execute("rmi", name);
  }

  private void dockerfile(String... lines) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), String.join("\n", lines) + "\n");
  }

  private String build(int columns) {
    return "stty rows 24 cols " + columns + "; " + miniDocker + " build -t " + name + " " + context;
  }

  private static Outcome atTerminal(String commands) throws Exception {
    Process process = start(commands);
    CompletableFuture<String> out = CommandLines.read(process.getInputStream());
    return CommandLines.awaitEnd(process, out, CommandLines.read(process.getErrorStream()));
  }

  /** Whoever runs the tests in the background has them ignore SIGINT. */
  private static Process start(String commands) throws Exception {
    return new ProcessBuilder(
            "env", "--default-signal=INT", "script", "-qec", commands, "/dev/null")
        .start();
  }

  /** What the screen shows after each drawing, and at the end. */
  private static List<List<String>> shown(String written) {
    Screen screen = new Screen(24, 200); // docker's last two lines are as long as they are
    List<List<String>> shown = new ArrayList<>();
    for (String drawing : written.split("(?<=" + Pattern.quote(DRAWN) + ")", -1)) {
      screen.write(drawing);
      shown.add(screen.lines());
    }
    assertTrue(screen.isCursorVisible());
    return shown;
  }

  private static List<String> atTheEnd(String written) {
    List<List<String>> shown = shown(written);
    return shown.get(shown.size() - 1);
  }

  private static String step(String what) {
    return Pattern.quote(" => " + what) + ".*\\d+\\.\\ds";
  }

  private static void assertMatches(String pattern, String line) {
    assertTrue(line.matches(pattern), () -> line + " is not like " + pattern);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 79, 140})
  void aWindowShowsTheLastLinesOfTheStepThatRuns(int columns) throws Exception {
    String loop = "for i in $(seq 1 20); do echo " + mark + "-$i; sleep 0.05; done";
    dockerfile("FROM lab", "RUN " + loop + "; sleep 0.3", "ENV A=" + mark, "CMD true");
    long start = System.nanoTime();
    String written = atTerminal(build(columns)).exitsWith(0).out();
    double seconds = (System.nanoTime() - start) / 1e9;
    List<List<String>> shown = shown(written);
    assertTrue(shown.size() <= seconds * 10 + 4, shown.size() + " drawings in " + seconds + " s");
    int most = 0;
    for (List<String> lines : shown) {
      List<String> said = lines.stream().filter(line -> line.startsWith(" => => # ")).toList();
      assertConsecutive(said);
      most = Math.max(most, said.size());
    }
    assertEquals(TAIL_LINES, most);
    List<String> end = shown.get(shown.size() - 1);
    assertMatches(step("[1/4] FROM lab"), end.get(0));
    assertMatches(step("[2/4] RUN for"), end.get(1));
    assertMatches(step("[3/4] ENV A="), end.get(2));
    assertMatches(step("[4/4] CMD true"), end.get(3));
    assertTrue(end.subList(0, 4).stream().allMatch(line -> line.length() < columns), end::toString);
    assertMatches("\\[\\+\\] Building \\d+\\.\\ds \\(4/4\\).*", end.get(4));
    assertTrue(end.get(5).startsWith("Successfully built "), end::toString);
    assertEquals("Successfully tagged " + name + ":latest", end.get(6));
    assertEquals(7, end.size(), end::toString);
  }

  private void assertConsecutive(List<String> said) {
    String before = " => => # " + mark + "-";
    for (int i = 1; i < said.size(); i++) {
      int number = Integer.parseInt(said.get(i).substring(before.length()));
      assertEquals(before + (number - 1), said.get(i - 1));
    }
  }

  @Test
  void whatAnEarlierBuildHasMadeSaysSo() throws Exception {
    dockerfile("FROM lab", "RUN echo " + mark + " >/x");
    atTerminal(build(80)).exitsWith(0);
    List<String> end = atTheEnd(atTerminal(build(80)).exitsWith(0).out());
    assertMatches(step("CACHED [2/2] RUN echo " + mark), end.get(1));
  }

  @Test
  void allOutputOfAStepThatFailsIsTold() throws Exception {
    String failing = "for i in $(seq 1 40); do echo " + mark + "-$i; done; exit 3";
    dockerfile("FROM lab", "RUN " + failing, "RUN true");
    String written = atTerminal(build(80)).exitsWith(1).out();
    List<String> end = atTheEnd(written);
    assertMatches(step("ERROR [2/3] RUN for"), end.get(1));
    assertMatches("\\[\\+\\] Building \\d+\\.\\ds \\(1/3\\) ERROR", end.get(2));
    assertEquals("------", end.get(3));
    assertEquals(" > [2/3] RUN " + failing + ":", end.get(4));
    for (int i = 1; i <= 40; i++) {
      assertEquals(mark + "-" + i, end.get(4 + i));
    }
    assertEquals("------", end.get(45));
    assertTrue(end.get(46).contains("Dockerfile:2: "), end.get(46));
    assertEquals(47, end.size(), end::toString);
  }

  @Test
  void whatACommandSaysToTerminalsDoesNotReachOurs() throws Exception {
    String wild = "printf '\\033[2J\\033[1;31m" + mark + "\\033[0m\\033]0;x\\007\\r\\n'; sleep 0.5";
    dockerfile("FROM lab", "RUN " + wild);
    List<List<String>> shown = shown(atTerminal(build(80)).exitsWith(0).out());
    assertTrue(
        shown.stream().anyMatch(lines -> lines.contains(" => => # " + mark)), shown::toString);
  }

  @Test
  void whoGivesUpGetsTheTerminalBack() throws Exception {
    dockerfile("FROM lab", "RUN echo " + mark + "; sleep 100");
    Process process =
        start(
            "trap : INT; before=$(stty -g); "
                + build(80)
                + "; echo code $?;"
                + " stty rows 24 cols 80; [ \"$before\" != \"$(stty -g)\" ] || echo restored");
    StringBuilder seen = new StringBuilder();
    try (OutputStream keys = process.getOutputStream()) {
      while (seen.indexOf("# " + mark) < 0) {
        int c = process.getInputStream().read();
        assertTrue(c >= 0, seen::toString);
        seen.append((char) c);
      }
      keys.write("\003".getBytes(StandardCharsets.US_ASCII));
      keys.flush();
      CompletableFuture<String> rest = CommandLines.read(process.getInputStream());
      seen.append(CommandLines.awaitEnd(process, rest, rest).out());
    }
    List<String> end = atTheEnd(seen.toString());
    assertMatches(step("CANCELED [2/2] RUN echo"), end.get(1));
    assertMatches("\\[\\+\\] Building \\d+\\.\\ds \\(1/2\\) CANCELED", end.get(2));
    assertEquals(List.of("code 130", "restored"), end.subList(3, end.size()));
  }

  @Test
  void itNeedsATerminal() throws Exception {
    dockerfile("FROM lab");
    CommandLines.run("build", "--progress=tty", context.toString())
        .complains(1, "standard error is not a terminal");
    String plain = "export TERM=dumb; " + build(80);
    assertFalse(atTerminal(plain).exitsWith(0).out().contains("\033"));
    assertTrue(atTerminal(build(80)).exitsWith(0).out().contains(DRAWN));
  }
}
