package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code mini-docker images}: what can be run. */
final class ImagesCommand implements Command {
  private final Syntax syntax =
      Syntax.of("images", "List the images.", this)
          .flag("The steps of builds, too.", "-a", "--all")
          .flag("With the digests that registries know them by.", "--digests")
          .values(
              "FILTER",
              "Only those: dangling=true, reference=PATTERN, label=NAME[=VALUE], before=IMAGE,"
                  + " since=IMAGE.",
              "-f",
              "--filter")
          .value(
              "TEMPLATE",
              "For example {{.Repository}}:{{.Tag}}, {{json .}}, or table {{.ID}}.",
              "--format")
          .flag("Ids only.", "-q", "--quiet")
          .flag("Ids in full.", "--no-trunc")
          .optionalArgument("REPOSITORY[:TAG]", "Only these; * and ? stand for others.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Session session = Session.open();
    ImageFilter filter =
        ImageFilter.of(session, syntax.valuesOf("--filter"), syntax.optionalArgument(0));
    List<ImageRow> rows = new ArrayList<>();
    for (Image image : session.images().list(syntax.has("--all"))) {
      if (filter.accepts(image)) {
        ImageRow.of(image, digests(session, image)).stream()
            .filter(filter::accepts)
            .forEach(rows::add);
      }
    }
    if (syntax.has("--quiet")) {
      rows.stream().map(row -> row.id(full())).distinct().forEach(System.out::println);
    } else {
      print(rows);
    }
    return 0;
  }

  /** Empty where nobody asks for them: they are in a file of their own. */
  private List<String> digests(Session session, Image image) {
    String format = syntax.valueOf("--format").orElse("");
    boolean asked = syntax.has("--digests") || format.contains("Digest") || format.contains("json");
    return asked ? session.images().digests(image) : List.of();
  }

  private boolean full() {
    return syntax.has("--no-trunc");
  }

  private void print(List<ImageRow> rows) {
    String format = syntax.valueOf("--format").orElse(RowFormat.TABLE);
    String columns = syntax.has("--digests") ? ImageRow.COLUMNS_AND_DIGEST : ImageRow.COLUMNS;
    new RowFormat(format, columns, ImageRow.HEADINGS)
        .print(rows.stream().map(row -> row.fields(full())).toList());
  }

  /** As docker says it: the largest unit that fits. */
  static String age(Instant since) {
    Duration age = Duration.between(since, Instant.now());
    if (age.toDays() >= 730) {
      return age.toDays() / 365 + " years ago";
    } else if (age.toDays() >= 2) {
      return age.toDays() + " days ago";
    } else if (age.toHours() >= 2) {
      return age.toHours() + " hours ago";
    } else if (age.toMinutes() >= 2) {
      return age.toMinutes() + " minutes ago";
    }
    return Math.max(0, age.toSeconds()) + " seconds ago";
  }
}
