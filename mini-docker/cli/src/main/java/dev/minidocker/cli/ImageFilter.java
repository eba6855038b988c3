package dev.minidocker.cli;

import dev.minidocker.build.context.ContextException;
import dev.minidocker.build.context.PathPattern;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which images are wanted: {@code --filter}, and the one argument of {@code images}.
 *
 * @param images what has to hold of an image
 * @param rows what has to hold of one of its names
 */
record ImageFilter(List<Predicate<Image>> images, List<Predicate<ImageRow>> rows) {

  /**
   * Reads filters.
   *
   * @param filters {@code name=value} each
   * @param name a pattern for repositories, or for repositories and tags
   * @throws IllegalArgumentException if a filter is none
   * @throws ContextException if a pattern is none
   */
  static ImageFilter of(Session session, List<String> filters, Optional<String> name) {
    ImageFilter all = new ImageFilter(new ArrayList<>(), new ArrayList<>());
    filters.forEach(filter -> all.add(session, filter));
    name.ifPresent(pattern -> all.rows.add(named(pattern)));
    return all;
  }

  private void add(Session session, String filter) {
    int equals = filter.indexOf('=');
    String value = filter.substring(equals + 1);
    switch (equals < 0 ? "" : filter.substring(0, equals)) {
      case "dangling" -> {
        boolean wanted = truth(value);
        images.add(image -> image.names().isEmpty() == wanted);
      }
      case "reference" -> rows.add(named(value));
      case "label" -> images.add(image -> hasLabel(session, image, value));
      case "before" -> {
        Instant end = created(session, value);
        images.add(image -> image.created().isBefore(end));
      }
      case "since" -> {
        Instant begin = created(session, value);
        images.add(image -> image.created().isAfter(begin));
      }
      default ->
          throw new IllegalArgumentException(
              "--filter "
                  + filter
                  + ": there are dangling=true, reference=PATTERN, label=NAME[=VALUE],"
                  + " before=IMAGE and since=IMAGE");
    }
  }

  private static boolean truth(String value) {
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw new IllegalArgumentException("--filter dangling=" + value + ": true or false");
    };
  }

  private static Instant created(Session session, String reference) {
    return session
        .images()
        .find(reference)
        .orElseThrow(() -> new ImageException("there is no image " + reference))
        .created();
  }

  private static boolean hasLabel(Session session, Image image, String label) {
    String what = "the config of " + image.id();
    JsonFields labels =
        new JsonFields(Json.read(session.images().configBytes(image), what), what)
            .object("config")
            .object("Labels");
    int equals = label.indexOf('=');
    return equals < 0
        ? labels.members().containsKey(label)
        : labels.members().containsKey(label.substring(0, equals))
            && labels.text(label.substring(0, equals)).equals(label.substring(equals + 1));
  }

  /** In a name, several stars are as good as one. */
  private static Predicate<ImageRow> named(String pattern) {
    PathPattern names = new PathPattern(pattern.replaceAll("(?<!\\\\)\\*+", "*"));
    return row ->
        row.hasName()
            && (names.matches(row.repository())
                || names.matches(row.repository() + ":" + row.tag()));
  }

  boolean accepts(Image image) {
    return images.stream().allMatch(condition -> condition.test(image));
  }

  boolean accepts(ImageRow row) {
    return rows.stream().allMatch(condition -> condition.test(row));
  }
}
