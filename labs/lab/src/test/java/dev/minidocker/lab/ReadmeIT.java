package dev.minidocker.lab;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.minidocker.labkit.testing.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ReadmeIT {
  @TempDir static Path directory;

  @TestFactory
  Stream<DynamicTest> whatThePageShowsIsWhatHappens() throws IOException {
    Path lab = directory.resolve("lab");
    Files.writeString(lab, "#!/bin/sh\nexec " + Command.words(Command.lab()) + " \"$@\"\n");
    Files.setPosixFilePermissions(lab, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> environment =
        Map.of(
            "PATH",
            directory + ":" + System.getenv("PATH"),
            "XDG_STATE_HOME",
            directory.resolve("state").toString());
    return new Page(Path.of("README.adoc"), Path.of(""), environment, (block, state, why) -> {})
        .tests()
        .map(test -> test.getDisplayName().endsWith("lab leaks") ? onCleanMachine(test) : test);
  }

  /** What other programs left is named by the page's command too, and rightly. */
  private static DynamicTest onCleanMachine(DynamicTest test) {
    return DynamicTest.dynamicTest(
        test.getDisplayName(),
        () -> {
          Command.Outcome leaks = Command.run(directory, Command.lab("leaks"));
          assumeFalse(
              leaks.text().contains("of nobody here"),
              () -> "needs a machine on which nobody left anything: " + leaks.text());
          test.getExecutable().execute();
        });
  }
}
