package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.oci.HistoryEntry;
import java.util.ArrayList;
import java.util.List;

/** {@code mini-docker history}: how an image came about, the newest step first. */
final class HistoryCommand implements Command {
  private final Syntax syntax =
      Syntax.of("history", "Show how an image came about.", this)
          .flag("Ids only.", "-q", "--quiet")
          .flag("Nothing shortened.", "--no-trunc")
          .truth("Ages and sizes for people; otherwise times and bytes.", true, "-H", "--human")
          .value(
              "TEMPLATE", "For example {{.CreatedBy}}, {{json .}}, or table {{.ID}}.", "--format")
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
    List<HistoryRow> rows = rows(store, image);
    if (syntax.has("--quiet")) {
      rows.forEach(row -> System.out.println(row.id()));
    } else {
      boolean whole = syntax.has("--no-trunc");
      boolean human = syntax.has("--human");
      String format = syntax.valueOf("--format").orElse(RowFormat.TABLE);
      new RowFormat(format, HistoryRow.COLUMNS, HistoryRow.HEADINGS)
          .print(rows.stream().map(row -> row.fields(whole, human)).toList());
    }
    return 0;
  }

  /** The newest first; only the last step is known to be an image. */
  private List<HistoryRow> rows(ImageStore store, Image image) {
    List<HistoryEntry> history = HistoryEntry.in(store.configBytes(image));
    List<Long> sizes = store.layerSizes(image);
    List<HistoryRow> rows = new ArrayList<>();
    int layer = sizes.size();
    for (int i = history.size() - 1; i >= 0; i--) {
      boolean hasLayer = !history.get(i).emptyLayer() && layer > 0;
      layer -= hasLayer ? 1 : 0;
      String id = rows.isEmpty() ? id(image) : "<missing>";
      rows.add(new HistoryRow(history.get(i), id, hasLayer ? sizes.get(layer) : 0));
    }
    return rows;
  }

  private String id(Image image) {
    return syntax.has("--no-trunc") ? image.id().toString() : image.id().shortened();
  }
}
