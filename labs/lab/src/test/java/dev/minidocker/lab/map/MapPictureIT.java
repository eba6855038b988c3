package dev.minidocker.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture, as a browser draws it with the fonts that it has. */
@Requires(programs = "chromium")
class MapPictureIT {
  private static final int MAPS = 10;
  private static final int LIMIT_SECONDS = 120;
  private static final Pattern RESULT =
      Pattern.compile("<pre>(\\d+) texts(.*?)</pre>", Pattern.DOTALL);

  /** Compares where each text is with where its box is; letters may rise a pixel out of a line. */
  private static final String MEASURE =
      """
      let out = [], count = 0;
      for (const group of document.querySelectorAll('g')) {
        const box = group.querySelector('rect').getBoundingClientRect();
        for (const text of group.querySelectorAll('text')) {
          const place = text.getBoundingClientRect();
          count++;
          if (place.left < box.left - 1 || place.right > box.right + 1
              || place.top < box.top - 1 || place.bottom > box.bottom + 1) {
            out.push(text.textContent + ' ' + JSON.stringify(place) + ' in ' + JSON.stringify(box));
          }
        }
      }
      const result = document.createElement('pre');
      result.textContent = count + ' texts' + out.join('; ');
      document.body.append(result);
      """;

  @TempDir Path directory;

  @Test
  void noTextLeavesItsBox() throws Exception {
    StringBuilder page = new StringBuilder("<!DOCTYPE html><meta charset=\"utf-8\"><body>");
    int drawn = 0;
    for (int i = 0; i < MAPS; i++) {
      Drawing drawing = MapLayout.of(MapArbitraries.maps().sample());
      page.append(MapSvg.of(drawing));
      drawn +=
          (int)
              drawing.boxes().stream()
                  .flatMap(box -> box.labels().stream())
                  .filter(label -> !label.text().isBlank())
                  .count();
    }
    page.append("<script>").append(MEASURE).append("</script>");
    Matcher result = RESULT.matcher(shown(page.toString()));
    assertTrue(result.find(), "the browser did not measure");
    assertEquals(drawn + " texts", result.group(1) + " texts" + result.group(2));
  }

  /** The page as it is when its scripts have run. */
  private String shown(String html) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("map.html"), html);
    Path shown = directory.resolve("shown.html");
    List<String> command =
        List.of(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--user-data-dir=" + directory.resolve("profile"),
            "--dump-dom",
            file.toUri().toString());
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(shown.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<ProcessHandle> children = new HashSet<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!browser.waitFor(50, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
      children.addAll(browser.descendants().toList());
    }
    boolean ended = !browser.isAlive();
    browser.destroyForcibly().waitFor();
    children.forEach(ProcessHandle::destroyForcibly); // they write into its profile to the last
    children.forEach(child -> child.onExit().join());
    assertTrue(ended, "the browser does not end");
    return Files.readString(shown, StandardCharsets.UTF_8);
  }
}
