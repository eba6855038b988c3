package dev.minidocker.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.course.Results.Result;
import dev.minidocker.course.Results.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class RendererTest {
  private static final Pattern FROM_ELSEWHERE =
      Pattern.compile("<(?:link|img|iframe|object)\\b|\\bsrc=|@import|url\\(|fetch\\(");
  private static final Pattern HREF = Pattern.compile("href=\"([^\"]*)\"");

  @TempDir static Path shared;
  @TempDir Path directory;

  private static Renderer renderer;

  @BeforeAll
  static void start() {
    renderer = new Renderer(shared.resolve("console"), Path.of("target", "notes"));
  }

  @AfterAll
  static void stop() {
    renderer.close();
  }

  @TestFactory
  Stream<DynamicTest> aPageNeedsNothingFromElsewhere() {
    return pages(html -> assertFalse(FROM_ELSEWHERE.matcher(html).find(), html));
  }

  @TestFactory
  Stream<DynamicTest> everyLinkLeadsSomewhere() {
    return pages(
        html -> {
          Matcher link = HREF.matcher(html);
          while (link.find()) {
            assertLeadsSomewhere(link.group(1), html);
          }
        });
  }

  private static void assertLeadsSomewhere(String link, String html) {
    String file = link.replaceFirst("#.*", "");
    if (file.isEmpty()) {
      assertTrue(html.contains("id=\"" + link.substring(1) + "\""), link);
    } else if (file.endsWith(".html")) {
      assertTrue(Files.exists(Path.of(file.replace(".html", ".adoc"))), link);
    } else {
      assertTrue(Files.exists(Path.of("target", "notes").resolve(file).normalize()), link);
    }
  }

  @Test
  void aMissingTagIsAnErrorThatNamesItsPlace() throws IOException {
    Files.writeString(directory.resolve("Source.java"), "// tag::here[]\n// end::here[]\n");
    Path note = note("= Title", "", "----", "include::Source.java[tag=gone]", "----");
    Exception e = assertThrows(IllegalArgumentException.class, () -> render(note));
    assertTrue(e.getMessage().contains("gone"), e.getMessage());
    assertTrue(e.getMessage().contains("97-md.adoc:4"), e.getMessage());
  }

  @Test
  void aMissingFileIsAnError() throws IOException {
    Path note = note("= Title", "", "include::NoSuchFile.java[]");
    assertThrows(IllegalArgumentException.class, () -> render(note));
  }

  @Test
  void aBadgeTellsWhatWasStored() throws IOException {
    Results results = Results.none("97-md", shared.resolve("console"));
    results.put("$ echo 1\n1", new Result(State.VERIFIED, "", "Linux 1.2.3"));
    results.put("$ echo 2\n2", new Result(State.SKIPPED, "needs <root>", "Linux 1.2.3"));
    results.put("$ echo 3\nold", new Result(State.VERIFIED, "", "Linux 1.2.3"));
    String html = render(console("$ echo 1\n1", "$ echo 2\n2", "$ echo 3\n3")).html();
    List<String> badges =
        Pattern.compile("class=\"badge\">([^<]*)<")
            .matcher(html)
            .results()
            .map(badge -> badge.group(1))
            .toList();
    assertEquals(
        List.of("✓ verified: Linux 1.2.3", "– skipped: needs &lt;root&gt;", "not executed"),
        badges);
  }

  @Test
  void renderingExecutesNothing() throws IOException {
    Path trace = directory.resolve("trace");
    Path note = console("$ touch " + trace);
    assertEquals(List.of("$ touch " + trace), render(note).consoleBlocks());
    assertFalse(Files.exists(trace));
  }

  @Test
  void commandsAreApartFromPromptAndOutput() throws IOException {
    String html = render(console("$ echo 'a < b & c'\na < b & c")).html();
    assertTrue(html.contains("<code class=\"command\">echo 'a &lt; b &amp; c'</code>"), html);
    assertTrue(html.contains("<samp>a &lt; b &amp; c</samp>"), html);
  }

  @Test
  void consoleBlocksAreFoundWhereverTheyAre() throws IOException {
    String block = "[source,console]\n----\n$ true\n----\n";
    Path note =
        note("= Title", "", block, "== Section", "", "[%collapsible]\n====\n" + block + "====", "");
    assertEquals(List.of("$ true", "$ true"), render(note).consoleBlocks());
  }

  @Test
  void aPageSaysItsLanguage() {
    Note english = new Note(Path.of("97-md.adoc"));
    Note chinese = new Note(Path.of("97-md.zh.adoc"));
    assertEquals(List.of("en", "zh"), List.of(tag(english), tag(chinese)));
    assertEquals(List.of("97-md", "97-md.zh"), List.of(english.name(), chinese.name()));
    assertEquals(List.of("md", "md"), List.of(english.topic(), chinese.topic()));
  }

  @Test
  void whatIsNoNoteIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Note(Path.of("README.adoc")));
  }

  private static String tag(Note note) {
    return note.language().toLanguageTag();
  }

  private interface Claim {
    void hold(String html);
  }

  private static Stream<DynamicTest> pages(Claim claim) {
    return Stream.concat(
            Stream.of(Path.of("index.adoc")), Note.all(Path.of("")).stream().map(Note::file))
        .map(
            file ->
                DynamicTest.dynamicTest(file.toString(), () -> claim.hold(render(file).html())));
  }

  private static Renderer.Rendered render(Path file) {
    return renderer.render(file, Locale.ENGLISH);
  }

  private Path console(String... blocks) throws IOException {
    StringBuilder text = new StringBuilder("= Title\n\n");
    for (String block : blocks) {
      text.append("[source,console]\n----\n").append(block).append("\n----\n\n");
    }
    return note(text.toString());
  }

  private Path note(String... lines) throws IOException {
    return Files.writeString(directory.resolve("97-md.adoc"), String.join("\n", lines) + "\n");
  }
}
