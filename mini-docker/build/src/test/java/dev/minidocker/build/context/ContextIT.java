package dev.minidocker.build.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a build takes from its directory. */
class ContextIT {
  @TempDir Path directory;

  @BeforeEach
  void makeFiles() throws Exception {
    for (String file : List.of("a/x.txt", "a/b/y.txt", "a/b/z.log", "c.txt", "d/.e", "[f]")) {
      Files.createDirectories(directory.resolve(file).getParent());
      Files.writeString(directory.resolve(file), file);
    }
    Files.createSymbolicLink(directory.resolve("link"), Path.of("a"));
  }

  private static List<String> paths(List<ContextFile> files) {
    return files.stream().map(ContextFile::path).toList();
  }

  @Test
  void aSourceIsAPathOrAPattern() {
    Context context = Context.of(directory);
    assertEquals(List.of("a"), paths(context.find("/a/../a/")));
    assertEquals(List.of("a/x.txt"), paths(context.find("*/*.txt")));
    assertEquals(List.of("c.txt"), paths(context.find("[a-e].txt")));
    assertEquals(List.of("[f]"), paths(context.find("\\[f]")));
    assertEquals(
        List.of("a", "a/b", "a/b/y.txt", "a/b/z.log", "a/x.txt"),
        paths(context.find("a").get(0).tree()));
  }

  @Test
  void nothingOutsideIsASource() {
    Context context = Context.of(directory);
    for (String source :
        List.of("../" + directory.getFileName() + "x", "/etc/passwd", "nothing", "*.nothing")) {
      String told = assertThrows(ContextException.class, () -> context.find(source)).getMessage();
      assertTrue(told.contains("\"" + source + "\" is not in "), told);
    }
  }

  @Test
  void aLinkThatIsNamedIsFollowedWithinTheContext() throws Exception {
    Files.createSymbolicLink(directory.resolve("d/absolute"), Path.of("/../a/b"));
    Context context = Context.of(directory);
    assertEquals("a", context.find("link").get(0).real());
    assertEquals("a/b/y.txt", context.find("d/absolute/y.txt").get(0).real());
    assertEquals("link", context.find("li?k").get(0).path());
    assertThrows(ContextException.class, () -> context.find("d/absolute/../../../etc/passwd"));
    List<String> below = paths(context.find("d").get(0).tree());
    assertEquals(List.of("d", "d/.e", "d/absolute"), below, "links below are not followed");
  }

  @Test
  void ignoredFilesAreNotThereUnlessTakenInAgain() throws Exception {
    Files.writeString(directory.resolve(".dockerignore"), "a\n!a/b/y.txt\nc.txt\n.dockerignore\n");
    Context context = Context.of(directory);
    Set<String> all = new TreeSet<>(paths(context.find(".").get(0).tree()));
    assertEquals(new TreeSet<>(Set.of("", "a/b/y.txt", "d", "d/.e", "[f]", "link")), all);
    String told =
        assertThrows(ContextException.class, () -> context.find("c.txt").get(0).tree().get(0))
            .getMessage();
    assertTrue(told.contains(".dockerignore hides it"), told);
  }

  @Test
  void everyFileOfTheDirectoryIsFound() throws Exception {
    Set<String> expected;
    try (Stream<Path> files = Files.walk(directory)) {
      expected =
          files.map(file -> directory.relativize(file).toString()).collect(Collectors.toSet());
    }
    assertEquals(expected, Set.copyOf(paths(Context.of(directory).find("").get(0).tree())));
  }
}
