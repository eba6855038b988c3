package dev.minidocker.build.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {
  private static final Map<String, String> VARIABLES = Map.of("A", "one", "EMPTY", "");

  private static String expand(String word) {
    return new Expansion(new Location("Dockerfile", 4), VARIABLES, '\\').expand(word);
  }

  @Test
  void aTextKeepsItsQuotes() {
    Expansion expansion = new Expansion(new Location("Dockerfile", 1), VARIABLES, '\\');
    assertEquals("\"one\" 'one' $A", expansion.expandText("\"$A\" '${A}' \\$A"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"${A", "${}", "${A!x}", "\"$A", "'$A", "${:-x}"})
  void whatIsNotClosedOrKnownIsRefusedWithItsLine(String word) {
    DockerfileException told = assertThrows(DockerfileException.class, () -> expand(word));
    assertTrue(told.getMessage().startsWith("Dockerfile:4: "), told.getMessage());
  }

  @Test
  void aVariableCanBeRequired() {
    DockerfileException told =
        assertThrows(DockerfileException.class, () -> expand("${EMPTY:?needs $A}"));
    assertEquals("Dockerfile:4: EMPTY: needs one", told.getMessage());
    assertEquals("", expand("${EMPTY?x}"));
  }
}
