package dev.minidocker.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.check.Chapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The notes beside the labs and the exercises: what is missing, and what is too much. */
class CourseTest {
  private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern MODULE = Pattern.compile("<module>(.+?)/(.+?)</module>");
  private static final Set<String> NO_TOPICS = Set.of("picocli", "command-line", "lab-kit", "lab");
  private static final Pattern TO_COME = Pattern.compile("(?m)^\\|\\d+ \\|([a-z-]+) \\|to come\\b");

  private final List<Note> notes = Note.all(Path.of(""));

  @Test
  void everyLabHasAPageOrIsStillToCome() throws IOException {
    List<String> toCome = all(TO_COME, Files.readString(Path.of("index.adoc")), 1);
    Set<String> announced = new TreeSet<>(toCome);
    assertEquals(announced.size(), toCome.size(), () -> "twice to come: " + toCome);
    for (String topic : withPage()) {
      assertFalse(announced.contains(topic), () -> topic + " has come: index.adoc can link it");
      String index = Files.readString(Path.of("index.adoc"));
      assertTrue(index.contains("-" + topic + ".adoc#"), () -> "index.adoc has no link: " + topic);
    }
    announced.addAll(withPage());
    assertEquals(topics(), announced);
  }

  @Test
  void everyPageHasItsLab() {
    for (Note note : notes) {
      assertTrue(topics().contains(note.topic()), () -> note + " has no lab");
      Lab.all().stream()
          .filter(lab -> lab.topic().equals(note.topic()))
          .forEach(lab -> assertEquals(lab.chapter(), note.chapter(), note::toString));
    }
  }

  @Test
  void everyExperimentThatAPageNamesExists() throws IOException {
    Set<String> known =
        Lab.all().stream()
            .flatMap(lab -> lab.experiments().stream())
            .map(Experiment::name)
            .collect(Collectors.toSet());
    Pattern named =
        Pattern.compile(
            Lab.all().stream()
                .map(Lab::topic)
                .collect(Collectors.joining("|", "(?<![\\w/])(?:", ")/[a-z][a-z-]*")));
    for (Note note : notes) {
      List<String> names = all(named, Files.readString(note.file()), 0);
      assertNotEquals(List.of(), names, () -> note + " names no experiment");
      assertEquals(List.of(), names.stream().filter(name -> !known.contains(name)).toList());
    }
  }

  @Test
  void everyPageNamesTheExercisesOfItsChapter() throws IOException {
    for (Note note : notes) {
      String text = Files.readString(note.file());
      Chapter.of(CHECKOUT, note.topic())
          .ifPresent(
              chapter ->
                  chapter.exercises().forEach(name -> assertTrue(text.contains(name), name)));
    }
  }

  @Test
  void everyChapterOfExercisesAndItsSolutionsAreModules() throws IOException {
    Set<String> modules = modules("exercises");
    assertEquals(modules, modules("solutions"));
    assertEquals(
        modules,
        Chapter.all(CHECKOUT).stream()
            .map(chapter -> chapter.directory().getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private Set<String> withPage() {
    return notes.stream().map(Note::topic).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> topics() {
    Set<String> topics = modules("labs");
    topics.removeAll(NO_TOPICS);
    return topics;
  }

  private static Set<String> modules(String folder) {
    try {
      String pom = Files.readString(CHECKOUT.resolve("pom.xml"));
      return MODULE
          .matcher(pom)
          .results()
          .filter(module -> module.group(1).equals(folder))
          .map(module -> module.group(2))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> all(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(group)).toList();
  }
}
