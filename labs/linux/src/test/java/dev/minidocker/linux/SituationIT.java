package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SituationIT {
  private static final String NAME = "fs.nr_open"; // a million or more everywhere

  @Test
  void aParameterOfManyDigitsIsReadWhole() throws IOException {
    String value;
    try (FileInputStream file = new FileInputStream("/proc/sys/fs/nr_open")) {
      value = new String(file.readNBytes(100), StandardCharsets.US_ASCII).strip();
    }
    assertTrue(value.length() > 1, value);
    assertEquals(value, Situation.HERE.text("/proc/sys/fs/nr_open").orElseThrow().strip());
    assertTrue(Situation.HERE.parameterIs(NAME, value));
    assertFalse(Situation.HERE.parameterIs(NAME, value.substring(0, 1)));
  }
}
