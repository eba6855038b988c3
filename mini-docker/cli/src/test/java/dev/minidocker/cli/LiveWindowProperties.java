package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.HostTerminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is on the screen after any drawings: all that was to stay, and the last window. */
class LiveWindowProperties {

  /** One drawing, in a terminal of this size. */
  record Drawing(int rows, int columns, List<ScreenLine> staying, List<ScreenLine> window) {}

  @Provide
  Arbitrary<List<Drawing>> drawings() {
    Arbitrary<Integer> rows = Arbitraries.integers().between(1, 40);
    Arbitrary<Integer> columns = Arbitraries.integers().between(2, 120);
    return Combinators.combine(rows, columns)
        .as(LiveWindowProperties::drawings)
        .flatMap(drawing -> drawing.list().ofMaxSize(12));
  }

  /** In a window that is never narrower than a half, of which nothing leaves the screen then. */
  @Provide
  Arbitrary<List<Drawing>> drawingsWhileItIsResized() {
    Arbitrary<Integer> rows = Arbitraries.integers().between(20, 40);
    Arbitrary<Integer> columns = Arbitraries.integers().between(40, 80);
    return Combinators.combine(rows, columns)
        .as(LiveWindowProperties::drawings)
        .flatMap(drawing -> drawing)
        .list()
        .ofMaxSize(12);
  }

  private static Arbitrary<Drawing> drawings(int rows, int columns) {
    Arbitrary<String> text = Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(130);
    Arbitrary<String> end = Arbitraries.of("", "0.1s", "12345.6s");
    Arbitrary<List<ScreenLine>> lines =
        Combinators.combine(text, end).as(ScreenLine::new).list().ofMaxSize(8);
    return Combinators.combine(lines, lines)
        .as((staying, window) -> new Drawing(rows, columns, staying, window));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void itIsRightAtAnySize(@ForAll("drawings") List<Drawing> drawings) {
    draw(drawings);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void itIsRightWhileTheTerminalIsResized(
      @ForAll("drawingsWhileItIsResized") List<Drawing> drawings) {
    draw(drawings);
  }

  private static void draw(List<Drawing> drawings) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(written, false, StandardCharsets.UTF_8);
    Drawing[] now = new Drawing[1];
    LiveWindow window =
        new LiveWindow(() -> new HostTerminal.Size(now[0].rows(), now[0].columns()), out);
    Screen screen = new Screen(40, 120);
    List<String> stayed = new ArrayList<>();
    for (Drawing drawing : drawings) {
      now[0] = drawing;
      screen.resize(drawing.rows(), drawing.columns());
      window.draw(drawing.staying(), drawing.window());
      screen.write(take(written));
      drawing.staying().forEach(line -> stayed.add(line.in(drawing.columns() - 1)));
      List<String> expected = new ArrayList<>(stayed);
      drawing.window().forEach(line -> expected.add(line.in(drawing.columns() - 1)));
      boolean allFit = drawing.window().size() < drawing.rows();
      compare(expected, allFit ? expected.size() : stayed.size(), screen.lines());
      assertFalse(screen.isCursorVisible());
    }
    if (!drawings.isEmpty()) {
      window.end(List.of());
      screen.write(take(written));
      compare(stayed, stayed.size(), screen.lines());
      assertTrue(screen.isCursorVisible());
    }
  }

  /** As the kernel passes it on: a line that ends begins the next, termios(3), ONLCR. */
  private static String take(ByteArrayOutputStream written) {
    String text = written.toString(StandardCharsets.UTF_8).replace("\n", "\r\n");
    written.reset();
    return text;
  }

  private static void compare(List<String> expected, int staying, List<String> seen) {
    assertTrue(seen.size() <= expected.size(), () -> "too much: " + seen);
    for (int i = 0; i < staying; i++) {
      String line = i < seen.size() ? seen.get(i) : ""; // empty ones at the end are not told
      assertEquals(expected.get(i).stripTrailing(), line);
    }
  }
}
