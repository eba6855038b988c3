package dev.minidocker.labkit.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A checkout with exercises of one topic, {@code kit}, which begin unsolved: {@code Sum.of} must
 * add, and {@code Word.say} must not be empty.
 *
 * @param checkout the directory to which a chapter has been written
 */
public record MadeUpChapter(Path checkout) {
  private static final String SUITE =
      """
      package kit.checks;

      import dev.minidocker.labkit.check.Check;
      import dev.minidocker.labkit.check.Exercise;
      import dev.minidocker.labkit.check.Suite;
      import java.util.List;
      import kit.Sum;
      import kit.Word;

      public final class KitSuite implements Suite {
        @Override
        public List<Exercise> exercises() {
          return List.of(
              new Exercise(
                  "Sum",
                  "fix the TODO",
                  "sums",
                  List.of(
                      Check.named("kit/adds", "two and two are four")
                          .hint("what does a sum do?")
                          .examining(
                              evidence ->
                                  evidence.that(Sum.of(2, 2) == 4, "four", "it is " + Sum.of(2, 2))),
                      Check.named("kit/zero", "nothing and nothing is nothing")
                          .after("kit/adds")
                          .examining(
                              evidence -> evidence.that(Sum.of(0, 0) == 0, "nothing", "not nothing")))),
              new Exercise(
                  "Word",
                  "fix the TODO",
                  "words",
                  List.of(
                      Check.named("kit/word", "something is said")
                          .examining(
                              evidence -> evidence.that(!Word.say().isEmpty(), "said", "silence")))));
        }
      }
      """;

  public static MadeUpChapter in(Path checkout) throws IOException {
    MadeUpChapter made = new MadeUpChapter(checkout);
    made.write("src/test/java/kit/checks/KitSuite.java", SUITE);
    made.write(
        "src/test/resources/META-INF/services/" + Suite.class.getName(), "kit.checks.KitSuite");
    made.sum("return 0; // TODO");
    made.word("return \"\"; // TODO");
    return made;
  }

  public Chapter chapter() {
    return Chapter.of(checkout, "kit").orElseThrow();
  }

  /** Solves both exercises. */
  public MadeUpChapter solved() throws IOException {
    sum("return a + b;");
    return word("return \"word\";");
  }

  /** The body of {@code int of(int a, int b)}, which is in line 6. */
  public MadeUpChapter sum(String body) throws IOException {
    return write("src/main/java/kit/Sum.java", "Sum", "int of(int a, int b)", body);
  }

  /** The body of {@code String say()}, which is in line 6. */
  public MadeUpChapter word(String body) throws IOException {
    return write("src/main/java/kit/Word.java", "Word", "String say()", body);
  }

  public Path file(String name) {
    return checkout.resolve("exercises/98-kit").resolve(name);
  }

  private MadeUpChapter write(String file, String name, String method, String body)
      throws IOException {
    return write(
        file,
        """
        package kit;

        /** A class that a learner completes. */
        public final class %s {
          public static %s throws Exception {
            %s
          }
        }
        """
            .formatted(name, method, body));
  }

  private MadeUpChapter write(String name, String text) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), text);
    return this;
  }
}
