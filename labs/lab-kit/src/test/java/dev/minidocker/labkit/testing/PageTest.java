package dev.minidocker.labkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir Path directory;

  @Test
  void aPageThatShowsWhatIsPrintedPasses() throws Throwable {
    for (Executable test : page("$ echo one; echo two", "one", "two", "$ echo three", "th…")) {
      test.execute();
    }
    page("$ seq 9", "1", "…", "8", "…").get(0).execute();
  }

  @Test
  void aPageThatShowsSomethingElseFails() throws Throwable {
    assertThrows(AssertionError.class, page("$ echo one", "two").get(0));
    assertThrows(AssertionError.class, page("$ echo one; echo two", "one").get(0));
    assertThrows(AssertionError.class, page("$ echo one", "one", "two").get(0));
  }

  @Test
  void everyCommandIsATestOfItsOwnNamedByItsPlace() throws IOException {
    page("$ true", "$ false");
    List<String> names =
        new Page(directory.resolve("page")).tests().map(DynamicTest::getDisplayName).toList();
    assertEquals(List.of("3 true", "4 false"), names.stream().map(this::place).toList());
  }

  private String place(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private List<Executable> page(String... block) throws IOException {
    String text = "[source,console,needs=sh]\n----\n" + String.join("\n", block) + "\n----\n";
    Path file = Files.writeString(directory.resolve("page"), text);
    return new Page(file).tests().map(DynamicTest::getExecutable).toList();
  }
}
