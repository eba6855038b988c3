package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordProperties {

  @Property
  void whatIsQuotedComesBack(
      @ForAll @Size(min = 1, max = 5) List<@Chars({'a', ',', '"', ' ', '='}) String> values) {
    String line =
        values.stream()
            .map(value -> '"' + value.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(","));
    assertEquals(values, CsvRecord.parse(line).fields());
  }

  @Property
  void withoutQuotesEveryCommaSeparates(@ForAll @Chars({'a', ',', ' ', '='}) String line) {
    assertEquals(List.of(line.split(",", -1)), CsvRecord.parse(line).fields());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "a\"", "a\"b\"", "\"a", "\"a\"b", "a,\"", "\"\"\""})
  void quotesElsewhereAreRefused(String line) {
    assertThrows(IllegalArgumentException.class, () -> CsvRecord.parse(line));
  }
}
