package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What lab doctor said, and what the programs of util-linux found out at the same place.
 *
 * @param document the doctor's
 * @param tried "yes" or "no" for each capability that they tried
 */
record Examined(JsonObject document, Map<String, String> tried) {
  /** Between the doctor's document and the answers of the programs. */
  static final String BORDER = "=== tried ===";

  static Examined parse(String text) {
    String[] parts = text.split(BORDER + "\n", -1);
    assertEquals(2, parts.length, text);
    Map<String, String> tried = new LinkedHashMap<>();
    for (String line : parts[1].lines().toList()) {
      tried.put(line.split(" ", -1)[0], line.split(" ", -1)[1]);
    }
    String json = parts[0].substring(parts[0].indexOf('{'));
    Examined examined = new Examined(JsonParser.parseString(json).getAsJsonObject(), tried);
    examined.document.getAsJsonArray("findings").forEach(Examined::assertIsExplained);
    examined.assertWhatIsImpossibleIsStoppedBySomething();
    return examined;
  }

  private void assertWhatIsImpossibleIsStoppedBySomething() {
    Set<String> stopped = new TreeSet<>();
    for (JsonElement finding : document.getAsJsonArray("findings")) {
      finding.getAsJsonObject().getAsJsonArray("stops").forEach(e -> stopped.add(e.getAsString()));
    }
    for (JsonElement lab : document.getAsJsonArray("labs")) {
      for (JsonElement name : lab.getAsJsonObject().getAsJsonArray("impossible")) {
        assertTrue(stopped.contains(name.getAsString()), () -> name + " in " + document);
      }
    }
  }

  /** Whatever is not to be had has one cause, and where it is missing altogether one remedy. */
  private static void assertIsExplained(JsonElement element) {
    JsonObject finding = element.getAsJsonObject();
    JsonObject cause = finding.getAsJsonObject("cause");
    String answer = finding.get("answer").getAsString();
    boolean isCaused = !cause.get("name").getAsString().isEmpty();
    boolean isRemedied = !cause.get("remedy").getAsString().isEmpty();
    assertEquals(!answer.equals("yes"), isCaused, finding::toString);
    assertTrue(!answer.equals("no") || isRemedied, finding::toString);
  }

  private JsonObject finding(String capability) {
    for (JsonElement finding : document.getAsJsonArray("findings")) {
      if (finding.getAsJsonObject().get("capability").getAsString().equals(capability)) {
        return finding.getAsJsonObject();
      }
    }
    throw new AssertionError("nothing about " + capability + " in " + document);
  }

  private String answer(String capability) {
    return finding(capability).get("answer").getAsString();
  }

  /** Each finding is what the program found that tried the same. */
  Examined agrees() {
    assertFalse(tried.isEmpty());
    tried.forEach((what, answer) -> assertEquals(answer, answer(what), () -> what + this));
    return this;
  }

  /** What is impossible is so for this cause, and there is something to do about it. */
  Examined blames(String cause, String... capabilities) {
    for (String capability : capabilities) {
      JsonObject finding = finding(capability);
      assertEquals("no", finding.get("answer").getAsString(), finding::toString);
      JsonObject given = finding.getAsJsonObject("cause");
      assertEquals(cause, given.get("name").getAsString(), finding::toString);
      assertFalse(given.get("remedy").getAsString().isEmpty(), finding::toString);
    }
    return this;
  }

  /** Whatever else is impossible, at least these are not. */
  Examined allows(String... capabilities) {
    for (String capability : capabilities) {
      assertEquals("yes", answer(capability), () -> finding(capability).toString());
    }
    return this;
  }

  /** How much of a lab works: yes, partly or no. */
  Examined hasLab(String topic, String works) {
    for (JsonElement element : document.getAsJsonArray("labs")) {
      JsonObject lab = element.getAsJsonObject();
      if (lab.get("topic").getAsString().equals(topic)) {
        assertEquals(works, lab.get("works").getAsString(), lab::toString);
        return this;
      }
    }
    throw new AssertionError("nothing about " + topic + " in " + document);
  }

  Examined hasNoLab() {
    document
        .getAsJsonArray("labs")
        .forEach(lab -> hasLab(lab.getAsJsonObject().get("topic").getAsString(), "no"));
    return this;
  }

  /** Names of the experiments of a topic that are said to be impossible. */
  Set<String> impossible(String topic) {
    Set<String> names = new TreeSet<>();
    for (JsonElement lab : document.getAsJsonArray("labs")) {
      if (lab.getAsJsonObject().get("topic").getAsString().equals(topic)) {
        lab.getAsJsonObject().getAsJsonArray("impossible").forEach(e -> names.add(e.getAsString()));
      }
    }
    return names;
  }
}
