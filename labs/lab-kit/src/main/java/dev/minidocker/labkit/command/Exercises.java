package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Suggestion;
import dev.minidocker.labkit.check.Chapter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The exercises of the checkout that this command was started from. */
final class Exercises {
  private Exercises() {}

  private static Path checkout() {
    return Path.of(System.getProperty("launch.root", "")).toAbsolutePath();
  }

  /** The chapter of a topic, by the words of a learner. */
  static Chapter of(String topic) {
    List<String> known = Chapter.all(checkout()).stream().map(Chapter::topic).toList();
    return Chapter.of(checkout(), topic)
        .orElseThrow(
            () ->
                new Complaint(
                    Complaint.MISUSE,
                    "there are no exercises of "
                        + topic
                        + Suggestion.of(topic, known)
                        + (known.isEmpty() ? "" : " There are: " + String.join(", ", known))));
  }

  /** What a solved exercise is called among what has been done. */
  static String progressName(String topic, String className) {
    return topic + "/" + className;
  }

  /** How many of a topic's exercises are solved, in words; nothing if it has none. */
  static Optional<String> solved(String topic, Set<String> done) {
    return Chapter.of(checkout(), topic)
        .map(
            chapter -> {
              List<String> all = chapter.exercises();
              long solved =
                  all.stream().filter(name -> done.contains(progressName(topic, name))).count();
              return "%d of %d exercises solved: bin/lab check %s"
                  .formatted(solved, all.size(), topic);
            });
  }
}
