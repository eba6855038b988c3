package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Printable;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.oci.HistoryEntry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code mini-docker history}: how an image came about, the newest step first. */
final class HistoryCommand implements Command {
  private static final String ROW = "%-16s %-20s %-48s %-10s %s%n";
  private static final int WIDTH = 45;

  private final Syntax syntax =
      Syntax.of("history", "Show how an image came about.", this)
          .flag("Ids only.", "-q", "--quiet")
          .flag("Nothing shortened.", "--no-trunc")
          .truth("Ages and sizes for people; otherwise times and bytes.", true, "-H", "--human")
          .argument("IMAGE", "A name, or an id.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    ImageStore store = Session.open().images();
    String reference = syntax.argument(0);
    Image image =
        store
            .find(reference)
            .orElseThrow(() -> new ImageException("there is no image " + reference));
    List<HistoryEntry> history = HistoryEntry.in(store.configBytes(image));
    List<Long> sizes = store.layerSizes(image);
    if (!syntax.has("--quiet")) {
      System.out.printf(ROW, "IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT");
    }
    int layer = sizes.size();
    for (int i = history.size() - 1; i >= 0; i--) {
      boolean hasLayer = !history.get(i).emptyLayer() && layer > 0;
      layer -= hasLayer ? 1 : 0;
      String id = i == history.size() - 1 ? id(image) : "<missing>";
      print(history.get(i), id, hasLayer ? sizes.get(layer) : 0);
    }
    return 0;
  }

  private String id(Image image) {
    return syntax.has("--no-trunc") ? image.id().toString() : image.id().shortened();
  }

  private void print(HistoryEntry entry, String id, long bytes) {
    if (syntax.has("--quiet")) {
      System.out.println(id);
      return;
    }
    String command = Printable.of(entry.createdBy());
    boolean cut = command.length() > WIDTH && !syntax.has("--no-trunc");
    System.out.printf(
        ROW,
        id,
        syntax.has("--human") ? age(entry.created()) : time(entry.created()),
        cut ? command.substring(0, WIDTH - 1) + "…" : command,
        syntax.has("--human") ? DecimalSize.inList(bytes) : bytes,
        Printable.of(entry.comment()));
  }

  /** As docker writes it: no parts of seconds. */
  private static String time(String created) {
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
          OffsetDateTime.parse(created).truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeParseException e) {
      return "N/A";
    }
  }

  private static String age(String created) {
    try {
      Instant since = OffsetDateTime.parse(created).toInstant();
      return ImagesCommand.age(since);
    } catch (DateTimeParseException e) {
      return "N/A"; // as docker says where nobody has said
    }
  }
}
