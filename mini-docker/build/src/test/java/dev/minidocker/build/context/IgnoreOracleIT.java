package dev.minidocker.build.context;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.build.Buildah;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Another builder sees the same files behind the same {@code .dockerignore}. It never looks for
 * exceptions in a directory that is left out, unless an exception begins with the directory's very
 * name; so exceptions have wildcards in their last part only.
 */
@Requires(value = Need.ROOT, programs = "buildah")
class IgnoreOracleIT {
  private static final List<String> FILES =
      List.of("a", "b", "ab", "c/a", "c/b", "c/d/a", "c/d/ab", "d/c/a", "d/c/d/b", ".b");

  @Provide
  Arbitrary<List<String>> patterns() {
    Arbitrary<String> pattern =
        Arbitraries.of(
                "a", "b", "c", "d", "*", "?", "/", "**", "**/", "[ac]", "[^a]", ".", "..", "\\?")
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(parts -> String.join("", parts))
            .filter(text -> !text.matches("[/.]*")); // they do not say which file that would be
    return Arbitraries.of("", "", "!")
        .flatMap(sign -> pattern.map(text -> sign + text))
        .filter(line -> !line.startsWith("!") || line.matches("!([^*?\\[\\\\]+/)*[^/]*"))
        .filter(line -> !line.startsWith("!") || !line.contains("**"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property(tries = 30)
  void bothSeeTheSameFiles(@ForAll("patterns") List<String> patterns) throws Exception {
    Path directory = Files.createTempDirectory("md-ignore-");
    try {
      Path context = directory.resolve("context");
      for (String file : FILES) {
        Files.createDirectories(context.resolve(file).getParent());
        Files.writeString(context.resolve(file), file);
      }
      Files.writeString(context.resolve(".dockerignore"), String.join("\n", patterns) + "\n!f\n");
      Files.createDirectory(context.resolve("f"));
      Files.writeString(context.resolve("f/Dockerfile"), "FROM scratch\nCOPY . /\n");
      Path theirs =
          new Buildah(directory.resolve("store")).build(context, context.resolve("f/Dockerfile"));
      assertEquals(filesBelow(theirs), seen(Context.of(context)), () -> "" + patterns);
    } finally {
      FileTree.remove(directory.toString());
    }
  }

  private static String seen(Context context) {
    return context.find(".").get(0).tree().stream()
        .filter(file -> !file.isDirectory())
        .map(ContextFile::path)
        .collect(Collectors.toCollection(TreeSet::new))
        .toString();
  }

  private static String filesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> root.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new))
          .toString();
    }
  }
}
