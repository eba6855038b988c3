package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * What the kernel's overlay shows of an unpacked layer on another is what rm(1) and GNU tar make of
 * that other, whatever the layer deletes, replaces and hides.
 */
class WhiteoutsProperties {
  private static final String UNSHARE = Needs.root() ? "unshare -m" : "unshare -rm";
  private static final String OPTIONS = Needs.root() ? "ro" : "ro,userxattr";

  /** The meaning of a layer as the image-spec's layer.md gives it: first deletions, then files. */
  private static final String APPLY =
      """
      set -e
      cp -a lower merged
      cd layer
      find . -type d | while read -r d; do
        [ -d "../merged/$d" ] && [ ! -h "../merged/$d" ] || rm -f "../merged/$d"
      done
      find . -name .wh..wh..opq -printf '%h\\n' | while read -r d; do
        [ ! -d "../merged/$d" ] || find "../merged/$d" -mindepth 1 -delete
      done
      find . -name '.wh.*' ! -name '.wh..wh.*' -printf '%h %f\\n' | while read -r d f; do
        rm -rf "../merged/$d/${f#.wh.}"
      done
      find . ! -name '.wh.*' ! -type d | while read -r f; do rm -rf "../merged/$f"; done
      tar -c --exclude='.wh.*' . | tar -x -p -C ../merged
      """;

  /** What can be looked up; a deletion of nothing is listed, but leads nowhere. */
  private static final String LIST =
      """
      find . 2>/dev/null | while read -r f; do
        [ -e "$f" ] || [ -h "$f" ] || continue
        stat -c '%N %F %a' "$f"
        [ -h "$f" ] || [ -d "$f" ] || cat "$f"
      done
      """;

  @BeforeProperty
  void needs() {
    Needs.program("tar");
    Needs.program("unshare");
    Path none = Path.of("/");
    Needs.that(
        Commands.succeeds(none, "sh", "-c", UNSHARE + " mount -t tmpfs none /mnt"),
        "a mount namespace of its own (" + UNSHARE + ")");
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void overlayShowsWhatTheLayerMeans(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Path base = Files.createTempDirectory("md-whiteouts");
    try {
      plant(Files.createDirectory(base.resolve("lower")), random, false);
      plant(Files.createDirectory(base.resolve("layer")), random, true);
      Commands.run(base, "tar", "-C", "layer", "-c", "-f", "layer.tar", ".");
      Path upper = Files.createDirectory(base.resolve("upper"));
      try (InputStream tar = Files.newInputStream(base.resolve("layer.tar"))) {
        assertEquals(List.of(), LayerUnpacker.unpack(tar, upper, UnpackLimits.DEFAULT).warnings());
      }
      Commands.run(base, "sh", "-c", APPLY);
      Path list = Files.writeString(base.resolve("list"), LIST);
      String mount = "mount -t overlay -o " + OPTIONS + ",lowerdir=upper:lower none /mnt";
      String overlay = UNSHARE + " sh -c '" + mount + " && cd /mnt && . " + list + "'";
      assertEquals(
          lines(Commands.run(base.resolve("merged"), "sh", list.toString())),
          lines(Commands.run(base, "sh", "-c", overlay)));
    } finally {
      Commands.run(Path.of("/"), "rm", "-rf", base.toString());
    }
  }

  private static List<String> lines(String listing) {
    return listing.lines().sorted().toList();
  }

  /**
   * A small tree of few names, so that two of them have much in common. Its root is not opaque:
   * overlay does not look for that, so a list of layers has to begin there.
   */
  private static void plant(Path root, Random random, boolean withWhiteouts) throws IOException {
    List<Path> directories = new ArrayList<>(List.of(root));
    for (int i = 0; i < 12; i++) {
      Path path =
          directories
              .get(random.nextInt(directories.size()))
              .resolve("abcd".substring(random.nextInt(4)).substring(0, 1));
      if (withWhiteouts && random.nextInt(3) == 0) {
        boolean opaque = random.nextInt(4) == 0 && !path.getParent().equals(root);
        String name = opaque ? ".wh..opq" : path.getFileName().toString();
        path = path.resolveSibling(".wh." + name);
      }
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        make(path, random, directories);
      }
    }
  }

  private static void make(Path path, Random random, List<Path> directories) throws IOException {
    if (path.getFileName().toString().startsWith(".wh.")) {
      Files.createFile(path);
    } else if (random.nextInt(5) == 0) {
      Files.createSymbolicLink(path, Path.of("a"));
    } else if (random.nextBoolean()) {
      Files.writeString(path, Commands.randomName() + "\n");
    } else {
      directories.add(Files.createDirectory(path));
    }
  }
}
