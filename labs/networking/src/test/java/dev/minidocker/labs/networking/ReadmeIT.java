package dev.minidocker.labs.networking;

import dev.minidocker.labkit.testing.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ReadmeIT {

  @TestFactory
  Stream<DynamicTest> theCommandsOfThePagePrintWhatItShows() throws IOException {
    return new Page(Path.of("README.adoc")).tests();
  }
}
