package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docker's library for units says of the same numbers; docker/go-units, size.go. */
class DecimalSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0B, 0B",
    "999, 999B, 999B",
    "1000, 1kB, 1kB",
    "1024, 1.02kB, 1.024kB",
    "1500000, 1.5MB, 1.5MB",
    "1048576, 1.05MB, 1.049MB",
    "10000000, 10MB, 10MB",
    "123456789, 123MB, 123.5MB",
    "3420000000, 3.42GB, 3.42GB",
    "5372000000000, 5.37TB, 5.372TB",
    "2220000000000000, 2.22PB, 2.22PB",
  })
  void itHasThreeOrFourDigitsAndNoZerosAtItsEnd(long bytes, String inList, String inText) {
    assertEquals(inList, DecimalSize.inList(bytes));
    assertEquals(inText, DecimalSize.inText(bytes));
  }
}
