package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output that nobody gets: on a full disk it is told, to a reader that has left it is not. */
class LostOutputIT {
  private static final int KILLED_BY_SIGPIPE = 128 + 13;

  @ParameterizedTest
  @ValueSource(strings = {"images", "version", "--version", "--help"})
  void whatAFullDiskLosesIsTold(String command) throws Exception {
    Process process =
        new ProcessBuilder(CommandLines.miniDocker(command))
            .redirectOutput(Path.of("/dev/full").toFile())
            .start();
    CommandLines.finish(process, new byte[0]).complains(1, "output is lost", "df");
  }

  @Test
  void aContainersOutputThatAFullDiskLosesIsTold() throws Exception {
    Requirements.containers();
    Process process =
        new ProcessBuilder(CommandLines.miniDocker("run", "--rm", "lab", "echo", "lost"))
            .redirectOutput(Path.of("/dev/full").toFile())
            .start();
    CommandLines.finish(process, new byte[0]).complains(125, "ENOSPC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"images", "--help"})
  void aReaderThatHasLeftEndsUsQuietly(String command) throws Exception {
    Process process = new ProcessBuilder(CommandLines.miniDocker(command)).start();
    process.getInputStream().close(); // long before a JVM has begun to print
    try (InputStream err = process.getErrorStream()) {
      assertEquals("", new String(err.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }
    assertEquals(KILLED_BY_SIGPIPE, process.waitFor());
  }

  @Test
  void aReaderThatLeavesEndsTheWriter() throws Exception {
    Requirements.containers();
    Process process =
        new ProcessBuilder(CommandLines.miniDocker("run", "--rm", "lab", "yes")).start();
    assertEquals('y', process.getInputStream().read());
    process.getInputStream().close();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "goes on without a reader");
  }
}
