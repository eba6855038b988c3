package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that answers searches as Docker Hub's documentation says. */
class SearchTest {
  private final String term = "t" + Long.toHexString(System.nanoTime());
  private final String longText = "The same word many times: " + "again ".repeat(10) + "end.";
  private MadeUpRegistry registry;
  private volatile int status = 200;

  @BeforeEach
  void aServerThatFindsThree() throws Exception {
    String found =
        "{\"num_results\":3,\"query\":\"?\",\"results\":["
            + "{\"name\":\"%1$s\",\"description\":\"%2$s\",\"star_count\":900,\"is_official\":true},"
            + "{\"name\":\"some/%1$s\",\"description\":\"a\\n\\u001b[2Jb\",\"star_count\":12,"
            + "\"is_official\":false},"
            + "{\"name\":\"x/%1$s\",\"description\":null,\"star_count\":0,\"is_automated\":true}]}";
    registry =
        new MadeUpRegistry(
            exchange ->
                MadeUpRegistry.send(
                    exchange, status, status == 200 ? found.formatted(term, longText) : ""));
  }

  @AfterEach
  void end() {
    registry.close();
  }

  private Outcome search(String... options) {
    List<String> all = new ArrayList<>(List.of("search"));
    all.addAll(List.of(options));
    all.add(registry.host() + "/" + term);
    return CommandLines.execute(all.toArray(String[]::new));
  }

  private String row(String name, String description, String stars, String official) {
    int names = Math.max(10, ("some/" + term).length() + 3);
    String line = "%-" + names + "s%-48s%-10s%s";
    return line.formatted(name, description, stars, official).stripTrailing() + "\n";
  }

  @Test
  void whatIsFoundIsShownAsDockerShowsIt() {
    String cut = longText.substring(0, 44) + "…";
    search()
        .prints(
            row("NAME", "DESCRIPTION", "STARS", "OFFICIAL")
                + row(term, cut, "900", "[OK]")
                + row("some/" + term, "a [2Jb", "12", "")
                + row("x/" + term, "", "0", ""));
    assertEquals(List.of("GET /v1/search?q=" + term + "&n=25"), registry.requests());
  }

  @ParameterizedTest
  @CsvSource({
    "stars=12, 2",
    "stars=901, 0",
    "is-official=true, 1",
    "is-official=false, 2",
    "is-automated=true, 1",
  })
  void aFilterLeavesOthersOut(String filter, int left) {
    assertEquals(1 + left, search("--filter", filter).exitsWith(0).out().lines().count());
  }

  @Test
  void nothingIsShortenedWhereThatIsAsked() {
    String out = search("--no-trunc").exitsWith(0).out();
    assertEquals(1, out.lines().filter(line -> line.contains(longText)).count(), out);
  }

  @Test
  void noMoreAreToldThanWereAskedFor() {
    assertEquals(3, search("--limit", "2").exitsWith(0).out().lines().count());
    assertEquals(List.of("GET /v1/search?q=" + term + "&n=2"), registry.requests());
  }

  @Test
  void aRegistryWithoutSearchIsSaidToHaveNone() {
    status = 404;
    search().complains(1, registry.host(), "no search", "mini-docker pull " + registry.host());
    status = 401;
    search().complains(1, registry.host(), "mini-docker login " + registry.host());
  }

  @ParameterizedTest
  @CsvSource({
    "--limit, 0, 1 to 100",
    "--limit, 101, 1 to 100",
    "--limit, x, 1 to 100",
    "--filter, stars=many, 'stars=many'",
    "--filter, is-official=perhaps, is-official=true",
    "--filter, color=red, 'color=red'",
  })
  void whatMakesNoSenseIsSaidInOneLine(String option, String value, String fragment) {
    search(option, value).complains(1, fragment.replace("'", ""));
    assertEquals(List.of(), registry.requests());
  }

  @Test
  void nothingToSearchForIsRefused() {
    CommandLines.execute("search", registry.host() + "/").complains(1, "nothing to search for");
    CommandLines.execute("search", " ").complains(1, "nothing to search for");
    CommandLines.execute("search").complains(125, "missing");
  }
}
