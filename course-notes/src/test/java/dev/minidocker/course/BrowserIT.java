package dev.minidocker.course;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.testing.Page;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a browser can say of the pages. */
@Requires(programs = {"chromium", "chromedriver"})
class BrowserIT {
  private static final String CONTROL_V = "\uE009v";

  @TempDir static Path directory;

  private static Browser browser;

  @BeforeAll
  static void render() throws IOException, InterruptedException {
    try (Renderer renderer = new Renderer(Path.of("target", "console"), directory)) {
      for (Note note : Note.all(Path.of(""))) {
        String html = renderer.render(note.file(), note.language()).html();
        Files.writeString(directory.resolve(note.name() + ".html"), html);
      }
    }
    browser = Browser.start(Files.createDirectory(directory.resolve("profile")));
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    browser.quit();
  }

  @Test
  void theCopyButtonCopiesTheCommandsAndNothingElse() throws IOException, InterruptedException {
    for (Note note : Note.all(Path.of(""))) {
      open(note);
      List<String> copied = new ArrayList<>();
      for (String button : browser.elements(".console .copy")) {
        browser.click(button);
        copied.add(pasted());
      }
      List<String> commands =
          new Page(note.file()).blocks().stream().map(BrowserIT::commandsOf).toList();
      assertEquals(commands, copied);
    }
  }

  @Test
  void aPageLoadsNothingElse() throws IOException, InterruptedException {
    for (Note note : Note.all(Path.of(""))) {
      open(note);
      String count = "return performance.getEntriesByType('resource').length";
      assertEquals(0, browser.run(count).getAsInt());
    }
  }

  @Test
  void noPageIsWiderThanAPhone() throws IOException, InterruptedException {
    for (Note note : Note.all(Path.of(""))) {
      open(note);
      String tooWide =
          "document.body.style.width = '340px';"
              + "return document.body.scrollWidth - document.body.clientWidth";
      assertEquals(0, browser.run(tooWide).getAsInt());
    }
  }

  private static void open(Note note) throws IOException, InterruptedException {
    browser.open(directory.resolve(note.name() + ".html").toUri());
    browser.run("document.querySelectorAll('details').forEach(hidden => hidden.open = true)");
    browser.run(
        "document.body.append(Object.assign(document.createElement('textarea'), {id: 'paste'}))");
  }

  private static String pasted() throws IOException, InterruptedException {
    browser.run("document.getElementById('paste').value = ''");
    browser.type(browser.elements("#paste").get(0), CONTROL_V);
    return browser.run("return document.getElementById('paste').value").getAsString();
  }

  private static String commandsOf(String block) {
    return block
        .lines()
        .filter(line -> line.startsWith("$ "))
        .map(line -> line.substring(2))
        .collect(Collectors.joining("\n"));
  }
}
