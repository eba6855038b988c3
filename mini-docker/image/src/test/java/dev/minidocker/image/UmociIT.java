package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.image.archive.ImageReader;
import dev.minidocker.image.archive.ImageWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** umoci, which makes and unpacks images of the OCI's form, understands ours, and we its. */
class UmociIT {
  private final Random random = new Random();
  private final String name = Commands.randomName();
  @TempDir Path base;

  @BeforeEach
  void umoci() {
    Needs.program("umoci");
    Needs.program("tar");
  }

  @Test
  void itUnpacksOurImageAsTarUnpacksItsLayers() throws IOException {
    byte[] lower = Archives.ofFiles(random.nextLong(), 9, 3_000);
    byte[] upper = Archives.ofFiles(random.nextLong(), 2, 100);
    ImageStore store = ImageStore.open(base.resolve("ours"));
    Image first =
        store.importRootfs(Archives.stream(lower), name, ImportOptions.from("a test")).image();
    ImageDraft draft = store.draft(first);
    draft.record("2024-05-06T07:08:09Z", "a test", "", true);
    Optional<InputStream> layer = Optional.of(Archives.stream(upper));
    String tag = name + ":2";
    Image image =
        store.add(draft, Optional.of(first), layer, Optional.of(tag), ImageStore.Listing.LISTED);
    try (OutputStream out = Files.newOutputStream(base.resolve("saved.tar"))) {
      ImageWriter.write(store, Map.of(image, List.of(tag)), out);
    }
    Commands.run(base, "tar", "-xf", "saved.tar", "--one-top-level=layout");
    umoci("unpack", "--image", "layout:2", "bundle");
    Path expected = Files.createDirectory(base.resolve("expected"));
    for (byte[] tar : List.of(lower, upper)) {
      Files.write(base.resolve("layer.tar"), tar);
      Commands.run(expected, "tar", "-xf", base.resolve("layer.tar").toString());
    }
    assertEquals(contents(expected), contents(base.resolve("bundle/rootfs")));
  }

  @Test
  void whatItMakesIsLoadedWithItsFilesAndItsConfig() throws IOException {
    Path files = Files.createDirectories(base.resolve("files/sub"));
    Files.writeString(files.resolve("f"), name);
    Files.createSymbolicLink(files.resolve("link"), Path.of("f"));
    Commands.run(base, "umoci", "init", "--layout", "layout");
    Commands.run(base, "umoci", "new", "--image", "layout:it");
    umoci("insert", "--image", "layout:it", "files", "/opt");
    Commands.run(base, "umoci", "config", "--image", "layout:it", "--config.cmd", "/opt/" + name);
    Commands.run(base, "tar", "-C", "layout", "-cf", "theirs.tar", ".");
    ImageStore store = ImageStore.open(base.resolve("store"));
    Image image;
    try (InputStream in = Files.newInputStream(base.resolve("theirs.tar"))) {
      image = ImageReader.read(store, in).get(0).imported().image();
    }
    assertEquals(List.of("/opt/" + name), image.config().defaults().cmd());
    assertEquals(
        contents(base.resolve("files")), contents(image.layerDirs().get(0).resolve("opt")));
  }

  private void umoci(String command, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("umoci", command));
    if (!Needs.root()) {
      argv.add("--rootless");
    }
    argv.addAll(List.of(arguments));
    Commands.run(base, argv);
  }

  /** Owners are left out: an ordinary user unpacks as oneself. */
  private static String contents(Path tree) {
    String listing =
        "find . -mindepth 1 -printf '%P %y %m %l ' \\( -type f -exec md5sum {} \\; -o -printf '\\n' \\)";
    return Commands.run(tree, "sh", "-c", listing + " | sort");
  }
}
