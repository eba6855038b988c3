package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.registry.RegistryHost;
import dev.minidocker.image.registry.Search;
import dev.minidocker.image.registry.Search.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code mini-docker search}: images of Docker Hub, by a word. */
final class SearchCommand implements Command {
  private static final int DESCRIPTION = 45;
  private static final int MOST = 100;

  private final Syntax syntax =
      Syntax.of("search", "Search a registry for images.", this)
          .value("N", "At most so many, 1 to 100; otherwise 25.", "--limit")
          .values("KEY=VALUE", "Only is-official=true|false, or stars=AT-LEAST.", "-f", "--filter")
          .flag("Descriptions in full.", "--no-trunc")
          .flag("The registry speaks plain HTTP.", "--insecure")
          .argument("[HOST/]TERM", "What to look for, on Docker Hub or the registry HOST.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    int limit = syntax.valueOf("--limit").map(SearchCommand::limit).orElse(25);
    Predicate<Found> wanted = found -> true;
    for (String filter : syntax.valuesOf("--filter")) {
      wanted = wanted.and(filter(filter));
    }
    String term = syntax.argument(0);
    int slash = term.indexOf('/');
    String first = slash < 0 ? "" : term.substring(0, slash);
    boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    RegistryHost host = RegistryHost.parse(isHost ? first : "docker.io");
    String word = isHost ? term.substring(slash + 1) : term;
    if (word.isBlank()) {
      throw new ImageException("there is nothing to search for in '" + term + "'");
    }
    print(Search.in(host, word, limit, syntax.has("--insecure")).stream().filter(wanted).toList());
    return 0;
  }

  private static int limit(String text) {
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
    if (limit < 1 || limit > MOST) {
      throw new ImageException("--limit " + text + " is not a number from 1 to " + MOST);
    }
    return limit;
  }

  private static Predicate<Found> filter(String text) {
    if (text.matches("stars=[0-9]{1,9}")) {
      long atLeast = Long.parseLong(text.substring("stars=".length()));
      return found -> found.stars() >= atLeast;
    } else if (text.matches("is-official=(true|false|1|0)")) {
      return found -> found.official() == text.matches(".*=(true|1)");
    } else if (text.matches("is-automated=(true|false|1|0)")) {
      return found -> found.automated() == text.matches(".*=(true|1)");
    }
    throw new ImageException(
        "there is no filter '" + text + "': use is-official=true, is-official=false, or stars=N");
  }

  private void print(List<Found> images) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "DESCRIPTION", "STARS", "OFFICIAL"));
    for (Found image : images) {
      boolean cut = image.description().length() > DESCRIPTION && !syntax.has("--no-trunc");
      rows.add(
          List.of(
              image.name(),
              cut ? image.description().substring(0, DESCRIPTION - 1) + "…" : image.description(),
              Long.toString(image.stars()),
              image.official() ? "[OK]" : ""));
    }
    Columns.print(rows);
  }
}
