package dev.minidocker.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;

class PrintableProperties {

  @Property
  void nothingIsLeftThatATerminalWouldObey(@ForAll String text) {
    String shown = Printable.of(text);
    assertEquals(text.length(), shown.length());
    assertFalse(shown.matches("(?s).*[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\x80-\\x9f].*"), shown);
  }

  @Property
  void whatIsPlainStaysAsItIs(@ForAll @AlphaChars @NumericChars String text) {
    assertEquals(text, Printable.of(text));
  }

  @Example
  void lettersOfEveryScriptStay() {
    String greetings = "héllo Ωμέγα 容器 שלום";
    assertEquals(greetings, Printable.of(greetings));
    assertEquals("a b�[31mc�d", Printable.of("a\nb\u001b[31mc\u202ed"));
  }
}
