package dev.minidocker.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class SuggestionProperties {

  @Property
  void oneMistakeInALongWordIsForgiven(
      @ForAll @AlphaChars @StringLength(min = 4, max = 20) String word,
      @ForAll @IntRange(max = 3) int place) {
    String mistyped = word.substring(0, place) + "-" + word.substring(place + 1);
    assertEquals("; is " + word + " meant?", Suggestion.of(mistyped, List.of(word)));
  }

  @Property
  void theDistanceIsTheSameInBothDirections(
      @ForAll @StringLength(max = 12) String one, @ForAll @StringLength(max = 12) String other) {
    assertEquals(Suggestion.distance(one, other), Suggestion.distance(other, one));
    assertEquals(one.equals(other), Suggestion.distance(one, other) == 0);
  }

  @Property
  void whatIsFarFromEverythingIsNotGuessed(@ForAll @StringLength(max = 60) String word) {
    assertTrue(Suggestion.of(word + "-----", List.of("run", "list")).equals("."));
  }
}
