package dev.minidocker.labkit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  @TempDir Path home;

  private Path file() {
    return home.resolve("mini-docker/labs.done");
  }

  @Test
  void whatWasDoneIsRememberedByTheNext() {
    assertEquals(Set.of(), Progress.in(home).done());
    assertEquals(Optional.empty(), Progress.in(home).add("uts/one"));
    assertEquals(Optional.empty(), Progress.in(home).add("uts/two"));
    assertEquals(Set.of("uts/one", "uts/two"), Progress.in(home).done());
  }

  @Test
  void doneTwiceItIsWrittenOnce() throws Exception {
    Progress.in(home).add("uts/one");
    Progress.in(home).add("uts/one");
    assertEquals(1, Files.readAllLines(file()).size());
  }

  @Test
  void manyAtOnceLoseNothing() {
    Set<String> names = new TreeSet<>();
    IntStream.range(0, 200).forEach(i -> names.add("md/" + i));
    names.parallelStream().forEach(name -> Progress.in(home).add(name));
    assertEquals(names, Progress.in(home).done());
  }

  @Test
  void aLineThatWasCutOffDoesNotTakeTheNextWithIt() throws Exception {
    Progress.in(home).add("uts/one");
    Files.writeString(file(), Files.readString(file()) + "uts/tw");
    Progress.in(home).add("uts/three");
    assertTrue(Progress.in(home).done().containsAll(Set.of("uts/one", "uts/three")));
  }

  @Test
  void whereItCannotBeKeptItSaysWhy() throws Exception {
    Files.createDirectory(home.resolve("mini-docker"));
    Files.createDirectory(file());
    assertTrue(Progress.in(home).add("uts/one").orElseThrow().contains(file().toString()));
    assertEquals(Set.of(), Progress.in(home).done());
  }

  @Test
  void withoutAHomeItSaysSo() {
    assertTrue(Progress.of(Map.of()).add("uts/one").orElseThrow().contains("HOME"));
  }

  @Test
  void inAnothersHomeNothingIsMade() {
    Path others = Path.of("/proc/self/net"); // nobody can make files there
    assertTrue(Progress.in(others).add("uts/one").isPresent());
  }

  @Test
  void theStateHomeOfTheUserCounts() {
    Map<String, String> both = Map.of("HOME", "/nowhere", "XDG_STATE_HOME", home.toString());
    assertEquals(Optional.empty(), Progress.of(both).add("uts/one"));
    assertEquals(Set.of("uts/one"), Progress.in(home).done());
    Progress.of(Map.of("HOME", home.toString())).add("uts/two");
    assertEquals(Set.of("uts/two"), Progress.in(home.resolve(".local/state")).done());
  }
}
