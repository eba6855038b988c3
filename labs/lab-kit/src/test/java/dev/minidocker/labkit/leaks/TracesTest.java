package dev.minidocker.labkit.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {
  @TempDir Path place;

  @Test
  void whatIsMadeInWhatIsMadeIsNotToldTwice() {
    String outer = place + "/md-outer-" + System.nanoTime();
    assertEquals(
        List.of(new TreeTrace(Path.of(outer))),
        Traces.of(
            List.of(
                Program.of(Nodes.directory(outer, 0755)),
                Program.of(Nodes.directory(outer + "/md-inner", 0755)))));
  }

  @Test
  void aDirectoryThatWasThereBeforeIsNoTraceWhateverItsName() throws Exception {
    Path there = Files.createDirectory(place.resolve("md-there"));
    String made = there + "/md-" + System.nanoTime();
    assertEquals(
        List.of(new TreeTrace(Path.of(made))),
        Traces.of(List.of(Program.of(Nodes.directory(made, 0755)))));
  }
}
