package dev.minidocker.course;

import dev.minidocker.course.Results.Result;
import java.util.Optional;
import java.util.ResourceBundle;

/** Console blocks as HTML: commands apart from what they print, and a badge. */
final class ConsoleHtml {
  private static final String PROMPT = "$ ";

  private final ResourceBundle words;

  ConsoleHtml(ResourceBundle words) {
    this.words = words;
  }

  String of(String block, Optional<Result> result) {
    StringBuilder html = new StringBuilder();
    String state =
        result
            .map(known -> known.state().name())
            .orElse("UNKNOWN")
            .toLowerCase(java.util.Locale.ROOT);
    html.append("<div class=\"console ").append(state).append("\">\n<div class=\"console-head\">");
    html.append("<span class=\"badge\">").append(escaped(words.getString("badge." + state)));
    result
        .map(ConsoleHtml::about)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> html.append(": ").append(escaped(text)));
    html.append("</span><button type=\"button\" class=\"copy\" data-done=\"");
    html.append(escaped(words.getString("copied"))).append("\" hidden>");
    html.append(escaped(words.getString("copy"))).append("</button></div>\n<pre>");
    for (String line : block.split("\n", -1)) {
      html.append(line.startsWith(PROMPT) ? command(line) : output(line)).append('\n');
    }
    return html.append("</pre>\n</div>").toString();
  }

  private static String about(Result result) {
    return result.state() == Results.State.VERIFIED ? result.machine() : result.why();
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
