package dev.minidocker.labkit.check;

import com.google.gson.GsonBuilder;
import dev.minidocker.labkit.check.Verdict.State;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Verdicts for other programs to read.
 *
 * @param topic of the chapter
 * @param checks all verdicts, in order
 */
public record Gradebook(String topic, List<Verdict> checks) {

  /** How many ended in this way. */
  public long count(State state) {
    return checks.stream().filter(verdict -> verdict.state() == state).count();
  }

  private record Document(
      String topic, long passed, long failed, long skipped, List<Verdict> checks) {}

  public String json() {
    Document document =
        new Document(topic, count(State.PASSED), count(State.FAILED), count(State.SKIPPED), checks);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(document);
  }

  /** The form that JUnit's ant task made the usual one. */
  public String junit() {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(
        "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\">\n"
            .formatted(escaped(topic), checks.size(), count(State.FAILED), count(State.SKIPPED)));
    for (Verdict verdict : checks) {
      xml.append(
          "  <testcase classname=\"%s\" name=\"%s\">"
              .formatted(escaped(verdict.exercise()), escaped(verdict.name())));
      String text =
          verdict.lines().stream()
              .map(line -> line.kind() + " " + line.text())
              .collect(Collectors.joining("\n"));
      if (verdict.state() == State.FAILED) {
        xml.append("<failure message=\"%s\">".formatted(escaped(verdict.title())));
        xml.append(escaped(text)).append("</failure>");
      } else if (verdict.state() == State.SKIPPED) {
        xml.append("<skipped message=\"%s\"/>".formatted(escaped(text)));
      }
      xml.append("</testcase>\n");
    }
    return xml.append("</testsuite>\n").toString();
  }

  /** What XML 1.0 can hold at all; what it cannot becomes a question mark. */
  private static String escaped(String text) {
    return text.replaceAll("[^\\t\\n\\x20-\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\t", "&#9;")
        .replace("\n", "&#10;");
  }
}
