package dev.minidocker.labkit.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JournalProperties {

  @Property
  void aTraceThatIsReadIsTheOneThatWasWritten(@ForAll("traces") Trace trace) {
    assertEquals(Optional.of(trace), Trace.parse(trace.line()));
  }

  @Property
  void anyLineIsATraceOrNone(@ForAll String line) {
    Trace.parse(line).ifPresent(trace -> assertEquals(line, trace.line()));
  }

  @Property
  void whatAJournalSaysIsReadTheLatestFirst(@ForAll("journals") List<Trace> traces) {
    List<Trace> read = new ArrayList<>(Journal.Content.of(text(traces)).traces());
    Collections.reverse(read);
    assertEquals(traces, read);
  }

  /** Whoever is killed while writing has not made yet what the line was to say. */
  @Property
  void ofAJournalThatWasCutOffTheWholeLinesCount(
      @ForAll("journals") List<Trace> traces, @ForAll double where) {
    String text = text(traces);
    String cut = text.substring(0, Math.floorMod(Double.hashCode(where), text.length() + 1));
    List<Trace> read = new ArrayList<>(Journal.Content.of(cut).traces());
    Collections.reverse(read);
    long whole = cut.chars().filter(c -> c == '\n').count();
    assertEquals(traces.subList(0, (int) Math.max(0, whole - 1)), read);
    assertTrue(Journal.Content.of(cut).unknown().isEmpty(), cut);
  }

  private static String text(List<Trace> traces) {
    return "kit/killed\n"
        + traces.stream().map(trace -> trace.line() + "\n").collect(Collectors.joining());
  }

  @Provide
  Arbitrary<List<Trace>> journals() {
    return traces().list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<Trace> traces() {
    Arbitrary<String> names =
        Arbitraries.strings().withChars("abc -_.äß\\'").ofMinLength(1).map(text -> "md-" + text);
    Arbitrary<Path> paths = names.list().ofMinSize(1).ofMaxSize(3).map(JournalProperties::path);
    return Arbitraries.oneOf(
        names.map(LinkTrace::new),
        paths.map(CgroupTrace::new),
        paths.map(MountTrace::new),
        paths.map(TreeTrace::new),
        Combinators.combine(
                Arbitraries.longs().between(1, 4_194_304), Arbitraries.longs().between(0, 1L << 50))
            .as(ProcessTrace::new));
  }

  private static Path path(List<String> names) {
    return Path.of("/" + String.join("/", names));
  }
}
