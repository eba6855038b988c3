package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.proc.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EveryLabIT {
  private static final boolean THOROUGH = Integer.getInteger("thorough", 1) > 1;
  private static final int SAMPLE = 4;
  @TempDir Path state;

  static Stream<String> topics() {
    return Lab.all().stream().map(Lab::topic);
  }

  /** In a build, not all: each takes others. */
  static Stream<String> someTopics() {
    List<String> topics = new ArrayList<>(topics().toList());
    Collections.shuffle(topics);
    return topics.stream().limit(THOROUGH ? topics.size() : SAMPLE);
  }

  private static List<Experiment> possible(String topic) {
    return Lab.all().stream()
        .filter(lab -> lab.topic().equals(topic))
        .flatMap(lab -> lab.experiments().stream())
        .filter(one -> one.needs().stream().allMatch(need -> need.missing().isEmpty()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("topics")
  @Requires(Need.NAMESPACES)
  void runsWithoutKeysAndLeavesNothing(String topic) throws Exception {
    Snapshot before = Snapshot.take();
    Command.Outcome run = Command.run(state, Command.lab("run", topic, "--auto"));
    run.exitsWith(possible(topic).isEmpty() ? 3 : 0);
    for (Experiment experiment : possible(topic)) {
      run.shows("✓ " + experiment.name() + ": all as expected, and nothing is left behind");
    }
    before.assertNothingLeaked();
    Command.run(state, Command.lab("list"))
        .shows(possible(topic).stream().map(one -> "✓ " + one.name()).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("someTopics")
  @Requires(Need.NAMESPACES)
  void isPerformedAndRecordedWithoutKeys(String topic) throws Exception {
    Path file = state.resolve("md.cast");
    List<String> demo = Command.lab("demo", topic, "--auto", "--record", file.toString());
    if (possible(topic).isEmpty()) {
      return; // a recording of nothing
    }
    Command.run(state, demo).exitsWith(0);
    assertIsAsciicast(Files.readAllLines(file));
  }

  /** As asciinema describes its version 2. */
  private static void assertIsAsciicast(List<String> lines) {
    JsonObject header = JsonParser.parseString(lines.get(0)).getAsJsonObject();
    assertEquals(2, header.get("version").getAsInt());
    assertTrue(header.get("width").getAsInt() > 0 && header.get("height").getAsInt() > 0);
    double time = 0;
    for (String line : lines.subList(1, lines.size())) {
      JsonArray event = JsonParser.parseString(line).getAsJsonArray();
      assertEquals(3, event.size(), line);
      assertTrue(event.get(0).getAsDouble() >= time, line);
      assertTrue(Set.of("o", "m").contains(event.get(1).getAsString()), line);
      time = event.get(0).getAsDouble();
    }
  }

  @Test
  void whatShipsAsARecordingShowsTheScenesThatThereAre() throws Exception {
    for (Lab lab : Lab.all()) {
      if (lab.recording().isPresent()) {
        Path file = state.resolve(lab.topic() + ".cast");
        Files.copy(lab.recording().orElseThrow(), file);
        List<String> lines = Files.readAllLines(file);
        assertIsAsciicast(lines);
        assertEquals(scenes(lab), markers(lines), lab.topic() + " is to be recorded again");
      }
    }
  }

  private static List<String> scenes(Lab lab) {
    return lab.experiments().stream()
        .flatMap(
            one ->
                Stream.iterate(1, i -> i <= one.scenes().size(), i -> i + 1)
                    .map(i -> one.name() + " " + i))
        .toList();
  }

  private static List<String> markers(List<String> lines) {
    return lines.stream()
        .skip(1)
        .map(line -> JsonParser.parseString(line).getAsJsonArray())
        .filter(event -> event.get(1).getAsString().equals("m"))
        .map(event -> event.get(2).getAsString())
        .toList();
  }

  @Test
  void everyLabThatNamesItselfIsOnTheClassPath() throws IOException {
    Set<String> named = new TreeSet<>();
    String service = "src/main/resources/META-INF/services/" + Lab.class.getName();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.toList()) {
        if (Files.exists(module.resolve(service))) {
          named.addAll(Files.readAllLines(module.resolve(service)));
        }
      }
    }
    assertTrue(named.size() >= 3, named::toString);
    assertEquals(
        named,
        Lab.all().stream()
            .map(lab -> lab.getClass().getName())
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
