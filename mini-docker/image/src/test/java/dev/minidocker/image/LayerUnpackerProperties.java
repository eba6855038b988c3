package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeProperty;

/** What we unpack is what GNU tar unpacks, for any tree that GNU tar has packed. */
class LayerUnpackerProperties {
  private static final List<String> FORMATS = List.of("gnu", "posix", "ustar", "oldgnu");

  @BeforeProperty
  void gnuTar() {
    Needs.program("tar");
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void anArchiveOfGnuTarUnpacksAsGnuTarUnpacksIt(
      @ForAll long seed, @ForAll @IntRange(max = 3) int format) throws IOException {
    Path base = Files.createTempDirectory("md-unpack");
    try {
      Path origin = Files.createDirectory(base.resolve("origin"));
      new RandomTree(origin, new Random(seed), format != 2).grow(25);
      List<String> pack = new ArrayList<>(List.of("tar", "-C", "origin", "-c", "-f", "a.tar"));
      pack.add("--format=" + FORMATS.get(format));
      if (format != 2 && seed % 2 == 0) {
        pack.add("--sparse");
      }
      if (seed % 3 == 0) {
        pack.add("--gzip");
      }
      pack.add(".");
      Commands.run(base, pack);
      Path theirs = Files.createDirectory(base.resolve("theirs"));
      String owner = Needs.root() ? "--same-owner" : "--no-same-owner";
      Commands.run(
          base, "tar", "-C", "theirs", "-x", "-p", "--numeric-owner", owner, "-f", "a.tar");
      Path ours = Files.createDirectory(base.resolve("ours"));
      try (InputStream tar = Files.newInputStream(base.resolve("a.tar"))) {
        assertEquals(List.of(), LayerUnpacker.unpack(tar, ours, UnpackLimits.DEFAULT).warnings());
      }
      assertEquals(Tree.look(theirs, null), Tree.look(ours, null));
    } finally {
      Commands.run(Path.of("/"), "chmod", "-R", "u+rwX", base.toString());
      Commands.run(Path.of("/"), "rm", "-rf", base.toString());
    }
  }
}
