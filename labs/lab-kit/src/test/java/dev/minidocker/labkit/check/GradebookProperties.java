package dev.minidocker.labkit.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.minidocker.labkit.check.Evidence.Kind;
import dev.minidocker.labkit.check.Evidence.Line;
import dev.minidocker.labkit.check.Verdict.State;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What other programs read: other programs' parsers say. */
class GradebookProperties {
  private static final List<State> STATES = List.of(State.SKIPPED, State.FAILED, State.PASSED);

  @Property
  void jsonHoldsEveryVerdictAsItIs(
      @ForAll @Size(max = 9) List<@StringLength(max = 30) String> texts) {
    List<Verdict> verdicts = verdicts(texts);
    JsonObject json =
        JsonParser.parseString(new Gradebook("kit", verdicts).json()).getAsJsonObject();
    assertEquals("kit", json.get("topic").getAsString());
    assertEquals(count(State.PASSED, verdicts), json.get("passed").getAsLong());
    assertEquals(count(State.FAILED, verdicts), json.get("failed").getAsLong());
    assertEquals(count(State.SKIPPED, verdicts), json.get("skipped").getAsLong());
    List<Verdict> read = new ArrayList<>();
    json.getAsJsonArray("checks").forEach(one -> read.add(new Gson().fromJson(one, Verdict.class)));
    assertEquals(verdicts, read);
  }

  @Property
  void junitHoldsATestcaseForEveryVerdict(
      @ForAll @Size(max = 9) List<@StringLength(max = 30) String> texts) throws Exception {
    List<Verdict> verdicts = verdicts(texts);
    Element suite = parsed(new Gradebook("<kit>", verdicts));
    assertEquals("testsuite", suite.getTagName());
    assertEquals("<kit>", suite.getAttribute("name"));
    assertEquals(Integer.toString(verdicts.size()), suite.getAttribute("tests"));
    assertEquals("0", suite.getAttribute("errors"));
    NodeList cases = suite.getElementsByTagName("testcase");
    assertEquals(verdicts.size(), cases.getLength());
    for (int i = 0; i < verdicts.size(); i++) {
      Element testcase = (Element) cases.item(i);
      State state = verdicts.get(i).state();
      assertEquals(visible(verdicts.get(i).name()), testcase.getAttribute("name"));
      assertEquals(
          state == State.FAILED, testcase.getElementsByTagName("failure").getLength() == 1);
      assertEquals(
          state == State.SKIPPED, testcase.getElementsByTagName("skipped").getLength() == 1);
    }
    for (String kind : List.of("failure", "skipped")) {
      String counted = suite.getAttribute(kind.equals("failure") ? "failures" : kind);
      assertEquals(counted, "" + suite.getElementsByTagName(kind).getLength());
    }
  }

  @Property
  void aFailureKeepsItsText(
      @ForAll @UniqueElements @Size(max = 4) List<@StringLength(max = 30) String> texts)
      throws Exception {
    Verdict failed = verdict("it", State.FAILED, texts);
    Element suite = parsed(new Gradebook("kit", List.of(failed)));
    String expected =
        String.join("\n", texts.stream().map(text -> "BAD " + visible(text)).toList());
    assertEquals(expected, suite.getElementsByTagName("failure").item(0).getTextContent());
  }

  private static Element parsed(Gradebook book) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    byte[] bytes = book.junit().getBytes(StandardCharsets.UTF_8);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes)).getDocumentElement();
  }

  /** Texts as XML can hold them: XML 1.0, 2.2, and what an attribute makes of a tabulator. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints().map(GradebookProperties::visible).forEach(visible::appendCodePoint);
    return visible.toString();
  }

  private static int visible(int letter) {
    boolean possible =
        letter == '\t'
            || letter == '\n'
            || (letter >= 0x20 && letter <= 0xd7ff)
            || (letter >= 0xe000 && letter <= 0xfffd)
            || letter >= 0x10000;
    return possible ? letter : '?';
  }

  private static List<Verdict> verdicts(List<String> texts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (String text : texts) {
      State state = STATES.get(verdicts.size() % STATES.size());
      verdicts.add(verdict(text, state, texts));
    }
    return verdicts;
  }

  private static Verdict verdict(String name, State state, List<String> texts) {
    List<Line> lines = texts.stream().map(text -> new Line(Kind.BAD, text)).toList();
    return new Verdict("Kit", "the kit", name, name, state, lines, name, name, 7);
  }

  private static long count(State state, List<Verdict> verdicts) {
    return verdicts.stream().filter(verdict -> verdict.state() == state).count();
  }
}
