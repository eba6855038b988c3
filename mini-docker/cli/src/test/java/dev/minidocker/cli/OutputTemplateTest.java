package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected is what Go's text/template prints for such values. */
class OutputTemplateTest {
  private static final Map<String, Object> FIELDS =
      Map.of(
          "Name",
          "md",
          "Count",
          3,
          "Size",
          5_000_000_000L,
          "Yes",
          true,
          "List",
          List.of("a", "b"),
          "Deep",
          Map.of("Sub", "x$1", "Other", 1));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "{{.Name}};md",
        "{{ .Name }} has {{.Count}};md has 3",
        "{{.Size}};5000000000",
        "{{.Yes}};true",
        "{{.List}};[a b]",
        "{{.Deep.Sub}};x$1",
        "{{.Deep}};map[Other:1 Sub:x$1]",
        "{{json .List}};[\"a\",\"b\"]",
        "{{json .Name}};\"md\"",
        "{{json .Count}};3",
        "plain;plain"
      })
  void valuesStandInTheirPlaces(String template, String expected) {
    assertEquals(expected, new OutputTemplate(template).fill(FIELDS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{{.Nome}};no field Nome in .Nome",
        "{{.Name.Sub}};no field Sub",
        "{{range .List}}x{{end}};{{range .List}} is not understood",
        "{{.Name;{{ without }}"
      })
  void whatIsNotThereOrNotUnderstoodIsRefused(String template, String reason) {
    String refusal =
        assertThrows(
                IllegalArgumentException.class, () -> new OutputTemplate(template).fill(FIELDS))
            .getMessage();
    assertTrue(refusal.contains(reason), refusal);
  }

  @Test
  void whatStandsForATabIsReadInTheTemplateAndNotInValues() {
    Map<String, String> fields = Map.of("Command", "printf 'a\\tb\\n'");
    assertEquals("x\tprintf 'a\\tb\\n'\n", new OutputTemplate("x\\t{{.Command}}\\n").fill(fields));
    assertEquals("\"a\\nb\"", new OutputTemplate("{{json .A}}").fill(Map.of("A", "a\nb")));
  }

  @Test
  void jsonAloneIsAllOfIt() {
    assertEquals("{\"A\":1}", new OutputTemplate("json").fill(Map.of("A", 1)));
  }
}
