package dev.minidocker.course;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.asciidoctor.ast.Document;
import org.asciidoctor.extension.DocinfoProcessor;
import org.asciidoctor.extension.Location;
import org.asciidoctor.extension.LocationType;

/** Puts style and script into the page itself, so that it needs no other file. */
@Location(LocationType.HEADER)
final class Dress extends DocinfoProcessor {

  @Override
  public String process(Document document) {
    return "<style>\n%s</style>\n<script>\n%s</script>"
        .formatted(resource("page.css"), resource("page.js"));
  }

  private static String resource(String name) {
    try (InputStream stream = Dress.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
