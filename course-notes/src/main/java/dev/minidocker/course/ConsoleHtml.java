package dev.minidocker.course;

import dev.minidocker.course.Results.Result;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** Console blocks as HTML: commands apart from what they print, and a badge. */
final class ConsoleHtml {
  private static final String PROMPT = "$ ";

  private final ResourceBundle words;

  ConsoleHtml(ResourceBundle words) {
    this.words = words;
  }

  String of(String block, Optional<Result> result) {
    String state =
        result.map(known -> known.state().name()).orElse("UNKNOWN").toLowerCase(Locale.ROOT);
    String about = result.map(ConsoleHtml::about).map(text -> ": " + text).orElse("");
    return """
        <div class="console %s">
        <div class="console-head"><span class="badge">%s</span>
        <button type="button" class="copy" data-done="%s" hidden>%s</button></div>
        <pre>%s</pre>
        </div>"""
        .formatted(
            state,
            escaped(words.getString("badge." + state) + about),
            escaped(words.getString("copied")),
            escaped(words.getString("copy")),
            block.lines().map(ConsoleHtml::line).collect(Collectors.joining("\n")));
  }

  private static String about(Result result) {
    return result.state() == Results.State.VERIFIED ? result.machine() : result.why();
  }

  private static String line(String line) {
    return line.startsWith(PROMPT) ? command(line) : output(line);
  }

  private static String command(String line) {
    return "<span class=\"prompt\">$ </span><code class=\"command\">"
        + escaped(line.substring(PROMPT.length()))
        + "</code>";
  }

  private static String output(String line) {
    return "<samp>" + escaped(line) + "</samp>";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
