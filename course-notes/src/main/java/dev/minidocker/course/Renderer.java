package dev.minidocker.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.asciidoctor.log.LogRecord;
import org.asciidoctor.log.Severity;

/**
 * Makes pages of notes. Whatever AsciiDoc has to complain of, a missing tag for one, is an error.
 */
public final class Renderer implements AutoCloseable {
  /** It would print what we throw. */
  private static final Logger OTHER_VOICE = Logger.getLogger("asciidoctor");

  private final Asciidoctor asciidoctor = Asciidoctor.Factory.create();
  private final List<String> complaints = new ArrayList<>();
  private final Path results;
  private final Path pages;

  /**
   * A page, rendered.
   *
   * @param html all of it
   * @param consoleBlocks the texts of its console blocks
   */
  public record Rendered(String html, List<String> consoleBlocks) {}

  /**
   * @param results where the tests have stored what became of console blocks
   * @param pages where the pages are to be, which links to sources depend on
   */
  public Renderer(Path results, Path pages) {
    this.results = results;
    this.pages = pages.toAbsolutePath();
    OTHER_VOICE.setLevel(Level.OFF);
    asciidoctor.registerLogHandler(this::hear);
  }

  /** Renders all notes of the module that this is started in: {@code RESULTS PAGES}. */
  public static void main(String[] args) throws IOException {
    Path pages = Files.createDirectories(Path.of(args[1]));
    try (Renderer renderer = new Renderer(Path.of(args[0]), pages)) {
      for (Note note : Note.all(Path.of(""))) {
        Rendered rendered = renderer.render(note.file(), note.language());
        Files.writeString(pages.resolve(note.name() + ".html"), rendered.html());
      }
      Path index = Path.of("index.adoc");
      String html = renderer.render(index, Locale.ENGLISH).html();
      Files.writeString(pages.resolve("index.html"), html);
    }
  }

  /**
   * Renders a file; writes nothing.
   *
   * @throws IllegalArgumentException naming file and line, if AsciiDoc complains
   */
  public Rendered render(Path file, Locale language) {
    complaints.clear();
    String name = file.getFileName().toString().replaceFirst("\\.adoc$", "");
    ResourceBundle words =
        ResourceBundle.getBundle(
            "dev.minidocker.course.words",
            language,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    ConsoleBlocks blocks = new ConsoleBlocks(new ConsoleHtml(words), Results.of(name, results));
    asciidoctor.unregisterAllExtensions();
    asciidoctor.javaExtensionRegistry().treeprocessor(blocks).docinfoProcessor(new Dress());
    String html =
        asciidoctor.convertFile(file.toAbsolutePath().toFile(), options(file, language, words));
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", complaints));
    }
    return new Rendered(html, List.copyOf(blocks.found()));
  }

  private Options options(Path file, Locale language, ResourceBundle words) {
    Path checkout = file.toAbsolutePath().normalize().getParent().getParent();
    Attributes attributes =
        Attributes.builder()
            .attribute("lang", language.getLanguage())
            .attribute("checkout", pages.relativize(checkout).toString())
            .attribute("stylesheet!", "")
            .attribute("source-highlighter", "rouge")
            .attribute("rouge-css", "class")
            .attribute("toc", "left")
            .attribute("toc-title", words.getString("contents"))
            .attribute("toclevels", "1")
            .attribute("sectanchors", "")
            .attribute("icons!", "")
            .attribute("nofooter", "")
            .attribute("reproducible", "")
            .build();
    return Options.builder()
        .safe(SafeMode.UNSAFE) // includes sources of the labs, which lie above the notes
        .backend("html5")
        .standalone(true)
        .toFile(false)
        .sourcemap(true)
        .attributes(attributes)
        .build();
  }

  private void hear(LogRecord complaint) {
    if (complaint.getSeverity().compareTo(Severity.INFO) > 0) {
      complaints.add(
          complaint.getCursor() == null
              ? complaint.getMessage()
              : complaint.getCursor().getFile()
                  + ":"
                  + complaint.getCursor().getLineNumber()
                  + ": "
                  + complaint.getMessage());
    }
  }

  @Override
  public void close() {
    asciidoctor.close();
  }
}
