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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker's images run here, and ours are the same images there. */
@Requires(
    value = Need.ROOT,
    programs = {"docker", "dockerd", "containerd", "unshare", "busybox"})
class DockerInteropIT {
  @TempDir static Path daemon;
  private static LocalDockerd dockerd;
  private final String name = "md-docker-" + new Random().nextInt(1 << 30) + ":1";
  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    dockerd = LocalDockerd.open(daemon);
  }

  @AfterAll
  static void end() throws Exception {
    if (dockerd != null) {
      dockerd.close();
    }
  }

  @AfterEach
  void removeOurs() {
    CommandLines.execute("rmi", "-f", name);
  }

  @Test
  void whatDockerBuildsAndSavesRunsHere() throws Exception {
    SharedImage image = SharedImage.in(folder);
    dockerd.docker("build", "-q", "-t", name, image.context().toString());
    String id = takeOver();
    CommandLines.run("run", "--rm", name).prints(image.said);
    assertEquals(dockerd.docker("inspect", "-f", "{{.Id}}", name), id);
  }

  @Test
  void whatDockerImportsRunsHere() throws Exception {
    SharedImage image = SharedImage.in(folder);
    String files = image.context().resolve("files.tar").toString();
    String change = "CMD [\"/bin/busybox\", \"echo\", \"" + image.said + "\"]";
    String imported = dockerd.docker("import", "--change", change, files, name);
    assertEquals(imported, takeOver());
    CommandLines.run("run", "--rm", name).prints(image.said + "\n");
    assertSameFiles(image);
  }

  /** Brings docker's image here, and says its id. */
  private String takeOver() throws Exception {
    Path archive = folder.resolve("theirs.tar");
    dockerd.docker("save", "-o", archive.toString(), name);
    CommandLines.execute("load", "-i", archive.toString()).prints("Loaded image: " + name + "\n");
    return ours().id().toString();
  }

  private Image ours() {
    return ImageStore.open(CommandLines.STATE).find(name).orElseThrow();
  }

  @Test
  void dockerBuildsTheSameConfig() throws Exception {
    SharedImage image = SharedImage.in(folder);
    String context = image.context().toString();
    CommandLines.execute("build", "-q", "-t", name, context).exitsWith(0);
    String theirs = name.replace(":1", ":2");
    dockerd.docker("build", "-q", "-t", theirs, context);
    dockerd.docker("load", "-q", "-i", image.save(name).toString());
    assertEquals(config(theirs), config(name));
  }

  /** What docker says of an image, without what only says how it was made. */
  private static Map<String, Object> config(String name) throws Exception {
    String said = dockerd.docker("inspect", "-f", "{{json .Config}}", name);
    Map<String, Object> config =
        new TreeMap<>(Json.read(said.getBytes(StandardCharsets.UTF_8), "docker's answer"));
    config.remove("Image");
    assertTrue(config.containsKey("Healthcheck") && config.containsKey("OnBuild"), said);
    return config;
  }

  @Test
  void ourImageIsTheSameThere() throws Exception {
    SharedImage image = SharedImage.in(folder);
    image.build(name);
    String saved = image.save(name).toString();
    assertEquals("Loaded image: " + name, dockerd.docker("load", "-q", "-i", saved));
    assertEquals(ours().id().toString(), dockerd.docker("inspect", "-f", "{{.Id}}", name));
    List<String> diffIds = ours().config().diffIds().stream().map(Digest::toString).toList();
    String layers = dockerd.docker("inspect", "-f", "{{join .RootFS.Layers \" \"}}", name);
    assertEquals(diffIds, List.of(layers.split(" ", -1)));
    assertSameFiles(image);
    CommandLines.execute("rmi", name).exitsWith(0);
    String id = dockerd.docker("inspect", "-f", "{{.Id}}", name);
    assertEquals(id, takeOver(), "and comes back as what it was");
    CommandLines.run("run", "--rm", name).prints(image.said);
  }

  @Test
  void bothInspectItAlike() throws Exception {
    SharedImage image = SharedImage.in(folder);
    image.build(name);
    dockerd.docker("load", "-q", "-i", image.save(name).toString());
    Map<String, Object> theirs = inspected(dockerd.docker("inspect", name));
    Map<String, Object> ours = inspected(CommandLines.execute("inspect", name).exitsWith(0).out());
    for (String field : List.of("Id", "RepoTags", "RepoDigests", "Parent", "Comment", "Author")) {
      assertEquals(theirs.get(field), ours.get(field), field);
    }
    for (String field : List.of("Architecture", "Os", "RootFS")) {
      assertEquals(theirs.get(field), ours.get(field), field);
    }
    long links = "../a/random".length(); // which docker's overlay2 counts, and its vfs does not
    long size = (Long) ours.get("Size");
    assertTrue(Set.of(size, size + links).contains(theirs.get("Size")), theirs::toString);
    assertEquals(
        Instant.parse((String) theirs.get("Created")), Instant.parse((String) ours.get("Created")));
    Map<?, ?> config = (Map<?, ?>) theirs.get("Config");
    ((Map<?, ?>) ours.get("Config"))
        .forEach((member, value) -> assertEquals(config.get(member), value, member.toString()));
  }

  /** The first of an array. */
  private static Map<String, Object> inspected(String said) {
    String object = said.substring(said.indexOf('[') + 1, said.lastIndexOf(']'));
    return Json.read(object.getBytes(StandardCharsets.UTF_8), "an inspected image");
  }

  /** Of attributes docker exports what grants capabilities. */
  private void assertSameFiles(SharedImage image) throws Exception {
    String container = dockerd.docker("create", name, "true");
    Path theirs = folder.resolve("exported.tar");
    dockerd.docker("export", "-o", theirs.toString(), container);
    dockerd.docker("rm", "-v", container);
    Map<String, String> expected = ExportedFiles.of(theirs, "security.capability");
    assertTrue(expected.get("bin/busybox").contains(" security.capability="), expected::toString);
    assertEquals(
        lines(expected), lines(ExportedFiles.of(image.export(name), "security.capability")));
    Files.delete(theirs);
  }

  private static String lines(Map<String, String> files) {
    StringBuilder lines = new StringBuilder();
    files.forEach((file, what) -> lines.append(file).append(": ").append(what).append('\n'));
    return lines.toString();
  }
}
