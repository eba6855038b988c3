package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** {@code mini-docker images}: what can be run. */
final class ImagesCommand implements Command {
  private static final String ROW = "%-20s %-10s %-14s %-16s %s%n";

  private final Syntax syntax =
      Syntax.of("images", "List the images.", this)
          .flag("Ids only.", "-q", "--quiet")
          .flag("Ids in full.", "--no-trunc");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    List<Image> images = Session.open().images().list();
    if (!syntax.has("--quiet")) {
      System.out.printf(ROW, "REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
    }
    images.forEach(this::print);
    return 0;
  }

  private void print(Image image) {
    String id = syntax.has("--no-trunc") ? image.id().toString() : image.id().shortened();
    if (syntax.has("--quiet")) {
      System.out.println(id);
      return;
    }
    List<String> names = image.names().isEmpty() ? List.of("<none>:<none>") : image.names();
    for (String name : names) {
      int colon = name.lastIndexOf(':');
      System.out.printf(
          ROW,
          name.substring(0, colon),
          name.substring(colon + 1),
          id,
          age(image.created()),
          size(image.sizeBytes()));
    }
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

  /** In powers of 1000, three digits, as docker says it. */
  static String size(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT,
        value < 10 && unit > 0 ? "%.2f%s" : value < 100 && unit > 0 ? "%.1f%s" : "%.0f%s",
        value,
        units[unit]);
  }
}
