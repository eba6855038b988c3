package dev.minidocker.labkit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.minidocker.labkit.check.MadeUpChapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class CheckCommandIT {
  private static final String ROOT = "launch.root";

  @TempDir Path checkout;
  @TempDir Path state;

  private final String before = System.getProperty(ROOT);
  private MadeUpChapter made;

  @BeforeEach
  void begin() throws IOException {
    made = MadeUpChapter.in(checkout);
    System.setProperty(ROOT, checkout.toString());
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(ROOT);
    } else {
      System.setProperty(ROOT, before);
    }
  }

  @Test
  void whatIsUnsolvedExitsWith1AndSaysWhereToLook() {
    check("kit")
        .exitsWith(1)
        .shows(
            "Sum – sums", "✗ two and two are four", "BAD     it is 0", "hint: what does a sum do?")
        .shows("at " + made.file("src/main/java/kit/Sum.java") + ":6", "first kit/adds has to pass")
        .shows("4 checks: 1 passed, 2 failed, 1 skipped");
  }

  @Test
  void aCheckIsAnnouncedBeforeItIsDecided() {
    String out = check("kit").out();
    assertTrue(out.indexOf("… two and two") < out.indexOf("✗ two and two"), out);
  }

  @Test
  void whatIsSolvedExitsWith0AndIsRemembered() throws IOException {
    made.solved();
    check("kit").exitsWith(0).shows("4 checks: 4 passed, 0 failed, 0 skipped", "solutions/");
    type("list").shows("2 of 2 exercises solved");
  }

  @Test
  void whatIsHalfSolvedIsRememberedToTheHalf() throws IOException {
    made.word("return \"word\";");
    check("kit").exitsWith(1);
    assertEquals(Set.of("kit/Word"), Progress.in(state).done());
    type("list").shows("1 of 2 exercises solved");
  }

  @Test
  void whatDoesNotCompileIsShownWithItsLineAndNoStackTrace() throws IOException {
    made.sum("return a + nowhere;");
    Typed typed = check("kit").exitsWith(1);
    typed.shows("Sum.java:6: cannot find symbol", "return a + nowhere;", "1 failed");
    assertFalse(typed.out().contains("\tat ") || typed.err().contains("\tat "), typed::toString);
  }

  @Test
  void anEndlessLoopEndsAfterTheLimitThatIsGiven() throws IOException {
    made.solved().sum("while (true) {}");
    check("kit", "--limit", "2")
        .exitsWith(1)
        .shows("it did not end within 2.0 s, and was killed", "✓ something is said");
  }

  @Test
  void aLimitThatIsNoneIsRefused() {
    for (String limit : List.of("0", "-1", "soon", "1e9", "")) {
      check("kit", "--limit", limit).exitsWith(2).complains("--limit 30");
    }
  }

  @Test
  void jsonIsAllThereIsAndHoldsTheVerdicts() {
    Typed typed = check("kit", "--json").exitsWith(1);
    assertEquals("", typed.err());
    JsonObject json = JsonParser.parseString(typed.out()).getAsJsonObject();
    assertEquals(
        List.of(1L, 2L, 1L),
        Stream.of("passed", "failed", "skipped").map(kind -> json.get(kind).getAsLong()).toList());
    JsonObject adds = json.getAsJsonArray("checks").get(1).getAsJsonObject();
    assertEquals("kit/adds", adds.get("name").getAsString());
    assertEquals("FAILED", adds.get("state").getAsString());
    assertEquals("Sum", adds.get("exercise").getAsString());
    assertEquals(6, adds.get("line").getAsInt());
  }

  @Test
  void junitIsWrittenBesideWhatIsShown() throws Exception {
    Path file = state.resolve("kit.xml");
    check("kit", "--junit", file.toString()).exitsWith(1).shows("2 failed");
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertEquals("kit", suite.getAttribute("name"));
    assertEquals(4, suite.getElementsByTagName("testcase").getLength());
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertEquals("two and two are four", failure.getAttribute("message"));
    assertEquals("kit/adds", ((Element) failure.getParentNode()).getAttribute("name"));
  }

  @Test
  void aFileThatCannotBeWrittenIsOneLine() throws IOException {
    made.solved();
    check("kit", "--junit", "/no/such/place/kit.xml")
        .exitsWith(1)
        .complains("/no/such/place/kit.xml", "no such file or directory");
  }

  @Test
  void aTopicWithoutExercisesIsOneLineThatNamesThoseThatHaveSome() {
    check("kti").exitsWith(2).complains("no exercises of kti", "is kit meant?");
    System.setProperty(ROOT, state.toString());
    check("kit").exitsWith(2).complains("no exercises of kit");
  }

  @Test
  void nothingIsLeftInTheCheckout() throws IOException {
    List<Path> files = files();
    check("kit");
    assertEquals(files, files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(checkout)) {
      return all.sorted().toList();
    }
  }

  private Typed check(String... args) {
    return type(Stream.concat(Stream.of("check"), Stream.of(args)).toArray(String[]::new));
  }

  private Typed type(String... args) {
    return Typed.lab(new MadeUpLab("md-any"), state, args);
  }
}
