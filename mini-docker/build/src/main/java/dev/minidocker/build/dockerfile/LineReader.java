package dev.minidocker.build.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Joins the lines of a Dockerfile to instructions, without comments and empty lines. */
final class LineReader {
  private static final Set<String> WITH_DOCUMENTS = Set.of("RUN", "COPY", "ADD");

  private final String file;
  private final List<String> lines;
  private final char escape;
  private int next;

  private LineReader(String file, List<String> lines, char escape) {
    this.file = file;
    this.lines = lines;
    this.escape = escape;
  }

  static List<LogicalLine> read(String file, List<String> lines, char escape) {
    LineReader reader = new LineReader(file, lines, escape);
    List<LogicalLine> all = new ArrayList<>();
    for (Optional<LogicalLine> line = reader.line(); line.isPresent(); line = reader.line()) {
      all.add(line.get());
    }
    return all;
  }

  private Optional<LogicalLine> line() {
    while (next < lines.size() && isBlankOrComment(lines.get(next))) {
      next++;
    }
    if (next == lines.size()) {
      return Optional.empty();
    }
    Location location = new Location(file, next + 1);
    String text = joined().strip();
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    String keyword = text.substring(0, end).toUpperCase(Locale.ROOT);
    String rest = text.substring(end).strip();
    return Optional.of(
        new LogicalLine(location, keyword, rest, documents(keyword, rest, location)));
  }

  /** A line and those it continues on; comments and empty lines between them are left out. */
  private String joined() {
    StringBuilder text = new StringBuilder();
    while (next < lines.size()) {
      String line = lines.get(next++);
      if (!text.isEmpty() && isBlankOrComment(line)) {
        continue;
      }
      String trimmed = line.stripTrailing();
      if (trimmed.isEmpty() || trimmed.charAt(trimmed.length() - 1) != escape) {
        return text.append(line).toString();
      }
      text.append(trimmed, 0, trimmed.length() - 1);
    }
    return text.toString();
  }

  private static boolean isBlankOrComment(String line) {
    String text = line.strip();
    return text.isEmpty() || text.startsWith("#");
  }

  private List<HereDocument> documents(String keyword, String rest, Location location) {
    boolean later = keyword.equals("ONBUILD");
    String instruction = later ? rest.split("\\s", 2)[0].toUpperCase(Locale.ROOT) : keyword;
    if (!WITH_DOCUMENTS.contains(instruction)) {
      return List.of();
    }
    List<HereDocument> documents = new ArrayList<>();
    for (HereDocumentName name : HereDocumentName.allIn(rest)) {
      documents.add(document(name, location));
    }
    return documents;
  }

  private HereDocument document(HereDocumentName name, Location location) {
    StringBuilder content = new StringBuilder();
    while (next < lines.size()) {
      String line = lines.get(next++);
      String bare = name.stripTabs() ? line.replaceFirst("^\t+", "") : line;
      if (bare.equals(name.name())) {
        return new HereDocument(name.name(), content.toString(), name.expand());
      }
      content.append(bare).append('\n');
    }
    throw location.wrong(
        "the here-document <<"
            + name.name()
            + " is not ended; expected a line that is just "
            + name.name());
  }
}
