package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** The last lines of what a command writes, however it comes. */
class OutputTailProperties {

  @Property
  void itHasTheLastLines(
      @ForAll @Size(max = 20) List<@AlphaChars @StringLength(min = 1, max = 20) String> lines,
      @ForAll @IntRange(min = 1, max = 8) int most,
      @ForAll boolean complete) {
    OutputTail tail = new OutputTail(most);
    write(tail, String.join("\n", lines) + (complete && !lines.isEmpty() ? "\n" : ""), 1000);
    assertEquals(lines.subList(Math.max(0, lines.size() - most), lines.size()), tail.lines());
    assertEquals(!complete && !lines.isEmpty(), tail.isInLine());
  }

  @Property
  void whereItIsCutDoesNotMatter(
      @ForAll String text, @ForAll @IntRange(min = 1, max = 9) int pieceBytes) {
    OutputTail inPieces = new OutputTail(4);
    OutputTail atOnce = new OutputTail(4);
    String lines = text.replace(' ', '\n') + "ü\r\nü";
    write(inPieces, lines, pieceBytes);
    write(atOnce, lines, Integer.MAX_VALUE);
    assertEquals(atOnce.lines(), inPieces.lines());
  }

  @Example
  void whatIsDrawnOverIsGone() {
    OutputTail tail = new OutputTail(3);
    write(tail, "one\r\n10 %\r50 %\r100 %\nthree", 100);
    assertEquals(List.of("one", "100 %", "three"), tail.lines());
  }

  @Example
  void aLineThatNeverEndsIsNotKeptWhole() {
    OutputTail tail = new OutputTail(1);
    write(tail, "x".repeat(10_000_000), 65536);
    assertEquals(4096, tail.lines().get(0).length());
  }

  private static void write(OutputTail tail, String text, int pieceBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += Math.min(pieceBytes, bytes.length - from)) {
      int length = Math.min(pieceBytes, bytes.length - from);
      tail.write(java.util.Arrays.copyOfRange(bytes, from, from + length), length);
    }
  }
}
