package dev.minidocker.lab;

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
        .tests();
  }
}
