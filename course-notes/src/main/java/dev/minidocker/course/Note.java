package dev.minidocker.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A chapter's page in one language, as a file: {@code 01-uts.adoc}, {@code 01-uts.zh.adoc}.
 *
 * @param file its AsciiDoc source
 */
public record Note(Path file) {
  private static final Pattern NAME =
      Pattern.compile("(\\d\\d)-([a-z-]+)(?:\\.([a-z]{2}))?\\.adoc");

  public Note {
    if (!NAME.matcher(file.getFileName().toString()).matches()) {
      throw new IllegalArgumentException(file + " is not named like 01-uts.adoc or 01-uts.zh.adoc");
    }
  }

  /** All notes of a directory, in the order of the course. */
  public static List<Note> all(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted()
          .map(Note::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int chapter() {
    return Integer.parseInt(part(1));
  }

  public String topic() {
    return part(2);
  }

  /** The language that it is written in: English where the name says nothing. */
  public Locale language() {
    String language = part(3);
    return language == null ? Locale.ENGLISH : Locale.forLanguageTag(language);
  }

  /** What it is called without its ending: {@code 01-uts}. */
  public String name() {
    return file.getFileName().toString().replaceFirst("\\.adoc$", "");
  }

  private String part(int group) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    name.matches();
    return name.group(group);
  }
}
