package dev.minidocker.cli;

import dev.minidocker.image.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the list of images: an image by one of its names.
 *
 * @param digest that a registry knows it by under this name, or {@code <none>}
 */
record ImageRow(Image image, String repository, String tag, String digest) {
  static final String COLUMNS = "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";
  static final String COLUMNS_AND_DIGEST = COLUMNS.replace("{{.ID}}", "{{.Digest}}\t{{.ID}}");

  static final Map<String, String> HEADINGS =
      Map.of(
          "Repository", "REPOSITORY",
          "Tag", "TAG",
          "Digest", "DIGEST",
          "ID", "IMAGE ID",
          "CreatedSince", "CREATED",
          "CreatedAt", "CREATED AT",
          "Size", "SIZE");

  private static final String NONE = "<none>";

  /** Its lines: one without a name if it has none. */
  static List<ImageRow> of(Image image, List<String> digests) {
    List<ImageRow> rows = new ArrayList<>();
    for (String name : image.names()) {
      int colon = name.lastIndexOf(':');
      String repository = name.substring(0, colon);
      rows.add(
          new ImageRow(image, repository, name.substring(colon + 1), digest(repository, digests)));
    }
    if (rows.isEmpty()) {
      rows.add(new ImageRow(image, NONE, NONE, NONE));
    }
    return rows;
  }

  private static String digest(String repository, List<String> digests) {
    return digests.stream()
        .filter(digest -> digest.startsWith(repository + "@"))
        .map(digest -> digest.substring(digest.indexOf('@') + 1))
        .findFirst()
        .orElse(NONE);
  }

  boolean hasName() {
    return !repository.equals(NONE);
  }

  String id(boolean full) {
    return full ? image.id().toString() : image.id().shortened();
  }

  /** docker's names for the columns. */
  Map<String, String> fields(boolean fullId) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Repository", repository);
    fields.put("Tag", tag);
    fields.put("Digest", digest);
    fields.put("ID", id(fullId));
    fields.put("CreatedSince", ImagesCommand.age(image.created()));
    fields.put("CreatedAt", image.created().toString());
    fields.put("Size", DecimalSize.inList(image.sizeBytes()));
    return fields;
  }
}
