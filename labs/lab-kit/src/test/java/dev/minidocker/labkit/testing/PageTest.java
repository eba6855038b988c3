package dev.minidocker.labkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir Path directory;

  @Test
  void aPageThatShowsWhatIsPrintedPasses() throws Throwable {
    page("$ echo one; echo two", "one", "two", "$ echo three", "th…").execute();
    page("$ seq 9", "1", "…", "8", "…").execute();
    page("$ echo a-long-line", "a…ne").execute();
  }

  @Test
  void aPageThatShowsSomethingElseFails() throws IOException {
    fails(page("$ echo one", "two"));
    fails(page("$ echo one; echo two", "one"));
    fails(page("$ echo one", "one", "two"));
    fails(page("$ echo one", "one", "$ echo two", "one"));
    fails(page("$ echo a-long-line", "a…me"));
  }

  @Test
  void whatVariesMayBeAnythingButStaysTheSameThroughoutABlock() throws Throwable {
    String printed = "$ echo 'uts:[4026531838] uts:[4026532000] md-cafe12'";
    page(printed, "uts:[1111111111] uts:[2222222222] md-1111").execute();
    fails(page(printed, "uts:[1111111111] uts:[1111111111] md-1111"));
    fails(page(printed, "net:[1111111111] uts:[2222222222] md-1111"));
    page("$ echo md-ffff", "md-1111", "$ echo md-ffff", "md-1111").execute();
    fails(page("$ echo md-ffff", "md-1111", "$ echo md-ffff", "md-2222"));
    fails(page("$ echo md-ffff md-ffff", "md-1111 md-2222"));
    page("$ echo 'clone3({}, 64) = 2345'", "clone3({}, 64) = 17001").execute();
    page("$ echo 'sethostname(\"md-ffff\", 7) = 0'", "sethostname(\"md-12345\", 8) = 0").execute();
    fails(page("$ echo 'sethostname(\"md-ffff\", 7) = 0'", "sethostname(\"md-12345\", 8) = 1"));
  }

  @Test
  void howACommandEndsHasToBeSaid() throws Throwable {
    fails(page("$ false"));
    block("needs=sh,expect=fail", "$ echo no; exit 3", "no").execute();
    block("expect=fail", "$ true", "$ false").execute();
    fails(block("expect=fail", "$ true"));
    fails(block("expect=fail", "$ false", "$ true"));
  }

  @Test
  void whoRendersThePageIsToldWhatBecameOfABlock() throws Throwable {
    List<String> heard = new ArrayList<>();
    Path file = write("needs=sh", "$ echo one", "one");
    Page.Reader reader = (block, state, why) -> heard.add(state + " " + block);
    new Page(file, directory, Map.of(), reader).tests().toList().get(0).getExecutable().execute();
    assertEquals("VERIFIED $ echo one\none", heard.get(heard.size() - 1));
    Path other = write("needs=md-no-such-program", "$ echo one", "one");
    fails(new Page(other, directory, Map.of(), reader).tests().toList().get(0).getExecutable());
    assertEquals("SKIPPED $ echo one\none", heard.get(heard.size() - 1));
  }

  @Test
  void commandsRunInTheDirectoryAndEnvironmentThatAreGiven() throws Throwable {
    Path file = write("needs=sh", "$ pwd; echo $MD_WORD", directory.toRealPath().toString(), "hi");
    Map<String, String> environment = Map.of("MD_WORD", "hi");
    new Page(file, directory.toRealPath(), environment, (block, state, why) -> {})
        .tests()
        .toList()
        .get(0)
        .getExecutable()
        .execute();
  }

  @Test
  void updatingPutsWhatIsPrintedInThePlaceOfWhatIsShown() throws Throwable {
    Path file = write("needs=sh", "$ echo new", "old", "$ seq 3", "1", "…");
    System.setProperty("notes.update", "");
    try {
      new Page(file).tests().toList().get(0).getExecutable().execute();
    } finally {
      System.clearProperty("notes.update");
    }
    assertEquals(
        List.of("$ echo new", "new", "$ seq 3", "1", "…"), Files.readAllLines(file).subList(2, 7));
    new Page(file).tests().toList().get(0).getExecutable().execute();
  }

  @Test
  void everyBlockIsATestNamedByItsPlace() throws IOException {
    Path file = write("needs=sh", "$ true", "$ false");
    Files.writeString(file, Files.readString(file) + "\n[source,console]\n----\n$ id\n----\n");
    List<String> names = new Page(file).tests().map(DynamicTest::getDisplayName).toList();
    assertEquals(List.of("3 true", "9 id"), names.stream().map(this::place).toList());
  }

  private String place(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private static void fails(Executable block) {
    assertThrows(Throwable.class, block);
  }

  private Executable page(String... lines) throws IOException {
    return block("needs=sh", lines);
  }

  private Executable block(String attributes, String... lines) throws IOException {
    return new Page(write(attributes, lines)).tests().toList().get(0).getExecutable();
  }

  private Path write(String attributes, String... lines) throws IOException {
    String text = String.join("\n", lines);
    return Files.writeString(
        directory.resolve("page"),
        "[source,console," + attributes + "]\n----\n" + text + "\n----\n");
  }
}
