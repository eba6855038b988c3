package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.minidocker.image.tar.LayerArchive;
import dev.minidocker.linux.FileTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * What somebody changes in an overlay, packed and unpacked again, is the same change: the kernel's
 * overlay shows the same files with it as it did when they were changed.
 */
class LayerArchiveProperties {
  private static final String UNSHARE = Needs.root() ? "unshare -m" : "unshare -rm";
  private static final String USER = Needs.root() ? "" : ",userxattr";

  private static final String LIST =
      """
      find . | sort | while read -r f; do
        stat -c '%N %f %u:%g %h %s %Y' "$f" | if [ -d "$f" ]; then cut -d' ' -f1-3; else cat; fi
        [ -h "$f" ] || [ ! -f "$f" ] || cat "$f"
        true
      done
      """;

  @BeforeProperty
  void needs() {
    Needs.program("unshare");
    Needs.that(
        Commands.succeeds(Path.of("/"), "sh", "-c", UNSHARE + " true"), "namespaces of its own");
  }

  /**
   * Shell commands that change a directory; those that fail change nothing. None opens a FIFO,
   * where nobody reads what is written.
   */
  @Provide
  Arbitrary<List<String>> changes() {
    Arbitrary<String> path =
        Arbitraries.of("a", "b", "d", "d/a", "d/b", "d/e", "d/e/a", "f", "f/a");
    Arbitrary<String> one =
        Arbitraries.of(
                "rm -rf %s",
                "mkdir %s",
                "test -p %1$s || echo new > %1$s",
                "test -p %1$s || echo more >> %1$s",
                "chmod 751 %s",
                "ln -s ../d %s",
                "mkfifo %s",
                "touch -d @1234567890.5 %s",
                "chmod 4700 %s")
            .flatMap(text -> path.map(name -> String.format(text, name)));
    Arbitrary<String> two =
        Arbitraries.of("ln %s %s", "mv -T %s %s", "cp -a --remove-destination %s %s")
            .flatMap(text -> path.flatMap(a -> path.map(b -> String.format(text, a, b))));
    return Arbitraries.oneOf(one, two).list().ofMinSize(1).ofMaxSize(12);
  }

  @Property(tries = 40)
  void aChangeThatIsPackedAndUnpackedIsTheSameChange(@ForAll("changes") List<String> changes)
      throws Exception {
    Path directory = Files.createTempDirectory("md-layer-");
    try {
      String before = changed(directory, changes);
      byte[] archive = packed(directory.resolve("upper"));
      Path copy = Files.createDirectory(directory.resolve("copy"));
      LayerUnpacker.unpack(new ByteArrayInputStream(archive), copy, UnpackLimits.DEFAULT);
      assertEquals(before, shown(directory, "copy:lower"), () -> "" + changes);
      assertArrayEquals(archive, packed(copy), "the same files, the same bytes");
    } finally {
      FileTree.remove(directory.toString());
    }
  }

  @Example
  void aSecondNameOfALinkOrAFifoIsTheSameFile() throws Exception {
    aChangeThatIsPackedAndUnpackedIsTheSameChange(
        List.of("ln -s ../d b", "ln b d/e/b", "mkfifo g", "ln g f/g"));
  }

  /** Makes the changes in an overlay, and says what it shows then. */
  private static String changed(Path directory, List<String> changes) {
    String make =
        """
        mkdir -p lower/d/e lower/f upper work merged
        for f in a d/a d/e/a f/a; do echo old > lower/$f; done
        ln lower/a lower/d/b
        """;
    Commands.run(directory, "sh", "-ec", make);
    String mount =
        "mount -t overlay overlay merged -o lowerdir=lower,upperdir=upper,workdir=work" + USER;
    String script = mount + "\ncd merged\n(" + String.join("\n", changes) + ") 2>/dev/null >&2\n";
    return inNamespaces(directory, script + LIST);
  }

  private static String shown(Path directory, String lowers) {
    String mount = "mount -t overlay overlay merged -o ro,lowerdir=" + lowers + USER;
    return inNamespaces(directory, mount + "\ncd merged\n" + LIST);
  }

  private static String inNamespaces(Path directory, String script) {
    String shown =
        Commands.run(
            directory, "sh", "-c", UNSHARE + " sh -c '" + script.replace("'", "'\\''") + "'");
    assertFalse(shown.contains("mount:"), shown);
    return shown;
  }

  private static byte[] packed(Path layer) throws IOException {
    try (InputStream archive = LayerArchive.of(layer)) {
      return archive.readAllBytes();
    }
  }
}
