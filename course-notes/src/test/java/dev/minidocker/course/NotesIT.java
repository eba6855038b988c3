package dev.minidocker.course;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.testing.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Types every command of the notes, and stores what became of it for the pages. */
class NotesIT {
  private static final Path RESULTS = Path.of("target", "console");

  @TempDir static Path directory;

  @TestFactory
  Stream<DynamicTest> everyConsoleBlockPrintsWhatItsPageShows() throws IOException {
    Stream<DynamicTest> all = Stream.empty();
    for (Note note : Note.all(Path.of(""))) {
      all = Stream.concat(all, page(note).tests());
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> noConsoleBlockIsOverlooked() {
    return Note.all(Path.of("")).stream()
        .map(
            note ->
                DynamicTest.dynamicTest(
                    note.name(),
                    () -> {
                      try (Renderer renderer = new Renderer(RESULTS, Path.of("target", "notes"))) {
                        assertEquals(
                            renderer.render(note.file(), note.language()).consoleBlocks(),
                            new Page(note.file()).blocks());
                      }
                    }));
  }

  private static Page page(Note note) throws IOException {
    LearnersCheckout checkout =
        LearnersCheckout.in(Files.createDirectory(directory.resolve(note.name())));
    String machine = LearnersCheckout.machine();
    Results results = Results.none(note.name(), RESULTS);
    return new Page(
        note.file(),
        checkout.directory(),
        checkout.environment(),
        (block, state, why) ->
            results.put(
                block, new Results.Result(Results.State.valueOf(state.name()), why, machine)));
  }
}
