package dev.minidocker.labkit.command;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** One line for each system call and errno that learners meet; {@code glossary.properties}. */
final class Glossary {
  private static final Properties MEANINGS = read();

  private Glossary() {}

  /** What a name means; the manual is named for one that the glossary does not have. */
  static String meaning(String name) {
    return MEANINGS.getProperty(name, "see the manual");
  }

  private static Properties read() {
    try (Reader reader =
        new InputStreamReader(
            Glossary.class.getResourceAsStream("glossary.properties"), StandardCharsets.UTF_8)) {
      Properties meanings = new Properties();
      meanings.load(reader);
      return meanings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
