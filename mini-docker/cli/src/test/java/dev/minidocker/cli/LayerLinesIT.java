package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody looks on while an image comes slowly. */
class LayerLinesIT {
  private static final Pattern MOVING =
      Pattern.compile("([0-9a-f]{12}): Downloading (?:\\[(=*)> *\\]  )?[0-9.]+k?B/[0-9.]+kB");

  private final Random random = new Random();
  private final String path = "p" + Long.toHexString(random.nextLong() >>> 1);
  @TempDir Path folder;
  private SlowImage image;
  private MadeUpRegistry registry;

  @BeforeEach
  void aSlowRegistry() throws Exception {
    image = new SlowImage(2 + random.nextInt(4), 300_000, 30);
    registry = new MadeUpRegistry(image);
  }

  @AfterEach
  void end() {
    registry.close();
    CommandLines.execute("rmi", "-f", name());
  }

  private String name() {
    return registry.host() + "/" + path + ":latest";
  }

  private List<String> atTheEnd() {
    List<String> lines = new ArrayList<>(List.of("latest: Pulling from " + path));
    image.layerIds().forEach(id -> lines.add(id + ": Pull complete"));
    lines.add("Digest: " + image.digest());
    lines.add("Status: Downloaded newer image for " + name());
    lines.add(name());
    return lines;
  }

  @ParameterizedTest
  @ValueSource(ints = {45, 81, 200})
  void everyLayerHasOneLineThatGrows(int columns) throws Exception {
    Requirements.program("script");
    Requirements.program("stty");
    String command =
        "stty rows 24 cols " + columns + "; " + CommandLines.script(folder) + " pull " + name();
    Screen screen = new Screen(24, 200); // the last lines are as long as they are
    Set<String> grew = new HashSet<>();
    int[] longest = new int[image.layerIds().size()];
    for (String frame : frames(command)) {
      screen.write(frame);
      look(screen.lines(), columns, longest, grew);
    }
    assertEquals(atTheEnd(), screen.lines());
    assertEquals(new HashSet<>(image.layerIds()), grew);
  }

  /** What is written to a terminal, cut where the cursor goes up. */
  private static String[] frames(String command) throws Exception {
    Process process = new ProcessBuilder("script", "-qec", command, "/dev/null").start();
    CompletableFuture<String> out = CommandLines.read(process.getInputStream());
    Outcome outcome =
        CommandLines.awaitEnd(process, out, CommandLines.read(process.getErrorStream()));
    return outcome.exitsWith(0).out().split("(?=\033\\[[0-9]+A)", -1);
  }

  private void look(List<String> lines, int columns, int[] longest, Set<String> grew) {
    for (int i = 0; i < longest.length && i + 1 < lines.size(); i++) {
      String line = lines.get(i + 1);
      String id = image.layerIds().get(i);
      assertTrue(line.startsWith(id + ": "), () -> "not in its place: " + line);
      assertTrue(line.length() < columns, () -> "too long: " + line);
      Matcher moving = MOVING.matcher(line);
      if (moving.matches()) {
        grew.add(id);
        int bar = moving.group(2) == null ? 0 : moving.group(2).length();
        assertTrue(bar >= longest[i], () -> "shrinks: " + line);
        longest[i] = bar;
        assertEquals(columns > 70, moving.group(2) != null, line);
      }
    }
  }

  @Test
  void whatHasLeftTheWindowAtItsTopIsNotDrawnAgain() throws Exception {
    registry.close();
    image = new SlowImage(20, 1000, 0);
    registry = new MadeUpRegistry(image);
    int rows = 5 + random.nextInt(10);
    String command =
        "stty rows " + rows + " cols 80; " + CommandLines.script(folder) + " pull " + name();
    Screen screen = new Screen(rows, 200);
    for (String frame : frames(command)) {
      screen.write(frame);
    }
    List<String> lines = screen.lines();
    assertEquals(atTheEnd().size(), lines.size(), lines::toString);
    for (int i = 0; i < 20; i++) {
      String line = lines.get(i + 1);
      assertTrue(line.startsWith(image.layerIds().get(i)), line);
      assertTrue(line.endsWith(": Pull complete") || i < 20 - rows + 1, lines::toString);
    }
  }

  @Test
  void withoutATerminalThereIsALineForEachThingThatHappens() throws Exception {
    String out = CommandLines.run("pull", name()).exitsWith(0).out();
    List<String> lines = out.lines().toList();
    Set<String> expected = new HashSet<>(atTheEnd());
    image.layerIds().forEach(id -> expected.add(id + ": Pulling fs layer"));
    assertEquals(expected, new HashSet<>(lines));
    assertEquals(expected.size(), lines.size(), out);
  }

  @Test
  void atMostThreeLayersComeAtATime() throws Exception {
    registry.close();
    image = new SlowImage(8, 100_000, 10);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    registry =
        new MadeUpRegistry(
            exchange -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              image.to(exchange);
              now.decrementAndGet();
            });
    CommandLines.run("pull", "-q", name()).prints(name() + "\n");
    assertEquals(3, most.get());
  }
}
