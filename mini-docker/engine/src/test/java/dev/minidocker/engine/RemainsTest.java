package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken for left behind, and what is not. */
class RemainsTest {
  @TempDir private Path state;

  @Test
  void whatHasComeIsToldUntilItHasGone() throws IOException, InterruptedException {
    Path file = Files.createFile(state.resolve("one"));
    Remains before = Remains.of(state);
    Path container = Files.createDirectories(state.resolve("containers/md-left"));
    Process child = new ProcessBuilder("sleep", "60").start();
    try (InputStream open = Files.newInputStream(file)) {
      List<String> more = Remains.of(state).beyond(before);
      assertTrue(more.contains("md-left"), more::toString);
      assertTrue(more.contains(Long.toString(child.pid())), more::toString);
      assertTrue(more.contains(file.toRealPath() + ": 1 descriptors, were 0"), more::toString);
      assertEquals(-1, open.read());
    } finally {
      child.destroyForcibly().waitFor();
    }
    child.getInputStream().close();
    child.getErrorStream().close();
    child.getOutputStream().close();
    Files.delete(container);
    before.assertAll(state, "all of it has gone");
  }

  @Test
  void whatHasGoneIsNoLeak() throws IOException {
    Path file = Files.createFile(state.resolve("one"));
    Remains before;
    try (InputStream open = Files.newInputStream(file)) {
      before = Remains.of(state);
      assertEquals(-1, open.read());
    }
    before.assertAll(state, "a file was closed");
  }
}
