package dev.minidocker.labkit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CastProperties {
  private static final Cast.Header HEADER = new Cast.Header(80, 24, 1_600_000_000, 5, "a title");

  @Property
  void whatWasRecordedIsRead(
      @ForAll @Size(max = 20) List<@StringLength(max = 40) String> texts,
      @ForAll @IntRange(min = 1, max = 500) int width) {
    Cast.Header header = new Cast.Header(width, 24, 1, 2.5, "with \"quotes\"");
    Cast cast = new Cast(header, events(texts));
    assertEquals(cast, Cast.parse("it", lines(cast)));
  }

  @Property
  void aLastLineThatWasCutOffIsLeftOut(
      @ForAll @Size(min = 1, max = 9) List<@StringLength(min = 1, max = 40) String> texts,
      @ForAll @IntRange(min = 1, max = 8) int left) {
    Cast cast = new Cast(HEADER, events(texts));
    List<String> lines = new ArrayList<>(lines(cast));
    int last = lines.size() - 1;
    lines.set(last, lines.get(last).substring(0, left));
    assertEquals(cast.events().subList(0, last - 1), Cast.parse("it", lines).events());
  }

  @Property
  void whatIsNoRecordingIsRefusedInWords(
      @ForAll @Size(max = 4) List<@StringLength(max = 30) String> lines) {
    Complaint complaint = assertThrows(Complaint.class, () -> Cast.parse("the file", lines));
    assertTrue(complaint.getMessage().contains("the file is no asciicast"));
  }

  /** Before a line that is whole: the last one might only be cut off. */
  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "-1", "1e300", "86401", "\"NaN\""})
  void anEventAtATimeThatNeverComesIsRefused(String seconds) {
    List<String> lines = new ArrayList<>(lines(new Cast(HEADER, events(List.of("text")))));
    lines.add(1, "[" + seconds + ",\"o\",\"text\"]");
    Complaint complaint = assertThrows(Complaint.class, () -> Cast.parse("the file", lines));
    assertTrue(complaint.getMessage().contains("see line 2"), complaint.getMessage());
  }

  @Property
  void playedAtOnceItShowsAllOutputInItsOrder(
      @ForAll @Size(max = 20) List<@StringLength(max = 40) String> texts) {
    StringBuilder screen = new StringBuilder();
    new CastPlayer(screen::append, Optional.empty(), Double.POSITIVE_INFINITY)
        .play(new Cast(HEADER, events(texts)));
    assertEquals(String.join("", texts), screen.toString());
  }

  private static List<Cast.Event> events(List<String> texts) {
    List<Cast.Event> events = new ArrayList<>(List.of(new Cast.Event(0, Cast.MARKER, "begin")));
    for (String text : texts) {
      events.add(new Cast.Event(events.size() * 0.125, Cast.OUTPUT, text));
    }
    return events;
  }

  private static List<String> lines(Cast cast) {
    List<String> lines = new ArrayList<>(List.of(cast.header().toString()));
    cast.events().forEach(event -> lines.add(event.toString()));
    return lines;
  }
}
