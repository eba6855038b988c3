package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.json.Json;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our images are the same images in podman, and run here after it has saved them. */
@Requires(
    value = Need.ROOT,
    programs = {"podman", "unshare", "busybox"})
class PodmanInteropIT {
  private final String name = "localhost/md-podman-" + new Random().nextInt(1 << 30) + ":1";
  @TempDir Path folder;
  private LocalPodman podman;
  private SharedImage image;

  @BeforeEach
  void giveIt() throws Exception {
    image = SharedImage.in(folder);
    podman = LocalPodman.in(folder);
    image.build(name);
    assertEquals(
        "Loaded image: " + name, podman.podman("load", "-q", "-i", image.save(name).toString()));
  }

  @AfterEach
  void removeOurs() {
    CommandLines.execute("rmi", "-f", name);
  }

  private Image ours() {
    return ImageStore.open(CommandLines.STATE).find(name).orElseThrow();
  }

  private static List<String> diffIds(Image image) {
    return image.config().diffIds().stream().map(Digest::toString).toList();
  }

  private Map<String, Object> inspect(String format) throws Exception {
    String said = podman.podman("image", "inspect", "--format", "{{json ." + format + "}}", name);
    return Json.read(said.getBytes(StandardCharsets.UTF_8), "podman's answer");
  }

  @Test
  void ourImageIsTheSameThere() throws Exception {
    String id = podman.podman("image", "inspect", "--format", "{{.Id}}", name);
    assertEquals(ours().id().toString(), "sha256:" + id);
    assertEquals(diffIds(ours()), inspect("RootFS").get("Layers"));
    byte[] json = ImageStore.open(CommandLines.STATE).configBytes(ours());
    Map<?, ?> config = (Map<?, ?>) Json.read(json, "our config").get("config");
    Map<String, Object> theirs = inspect("Config");
    assertTrue(theirs.size() >= 9, theirs::toString);
    theirs.forEach((member, value) -> assertEquals(value, config.get(member), member));
  }

  @Test
  void ourImageHasTheSameFilesThere() throws Exception {
    String container = podman.podman("create", name, "true");
    Path exported = folder.resolve("exported.tar");
    podman.podman("export", "-o", exported.toString(), container);
    Map<String, String> expected = new TreeMap<>(ExportedFiles.of(exported, ""));
    assertTrue(expected.get("bin/busybox").contains(" security.capability="), expected::toString);
    assertEquals(expected, ExportedFiles.of(image.export(name), ""));
  }

  @Test
  void whatItSavesRunsHere() throws Exception {
    Image before = ours();
    for (String format : List.of("docker-archive", "oci-archive")) {
      Path archive = folder.resolve(format);
      podman.podman("save", "-q", "--format", format, "-o", archive.toString(), name);
      CommandLines.execute("rmi", name).exitsWith(0);
      CommandLines.execute("load", "-i", archive.toString()).prints("Loaded image: " + name + "\n");
      assertEquals(diffIds(before), diffIds(ours()));
      CommandLines.run("run", "--rm", name).prints(image.said);
      if (format.startsWith("docker")) { // for the other, podman writes another config
        assertEquals(before.id(), ours().id());
      }
    }
  }
}
