package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pull} and {@code push} as people use them, with Debian's docker-registry and skopeo. */
class RegistryCommandsIT {
  private static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

  private final Random random = new Random();
  private final String path = "r" + Long.toHexString(random.nextLong() >>> 1);
  private final List<String> made = new ArrayList<>();
  @TempDir Path folder;
  private LocalRegistry registry;

  @BeforeEach
  void aRegistry() throws Exception {
    Requirements.program("skopeo");
    Files.writeString(folder.resolve("auth.json"), "{}"); // the default one may belong to root
    registry = LocalRegistry.open(folder);
  }

  @AfterEach
  void end() {
    made.forEach(name -> CommandLines.execute("rmi", "-f", name));
    if (registry != null) {
      registry.close();
    }
  }

  /** An image of one layer that no other has. */
  private String image(String pathAndTag) throws IOException {
    Path tar = folder.resolve("tar" + random.nextLong());
    try (var archive = new ArchiveTricksIT.Archive(Files.newOutputStream(tar), folder)) {
      archive.program("f" + random.nextLong(), Long.toHexString(random.nextLong()).repeat(2000));
    }
    String name = registry.host() + "/" + pathAndTag;
    CommandLines.execute("import", tar.toString(), name).exitsWith(0);
    made.add(name);
    return name;
  }

  private Outcome skopeo(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("skopeo", args[0]));
    command.add("--authfile=" + folder.resolve("auth.json"));
    command.addAll(List.of(args).subList(1, args.length));
    return CommandLines.run(command, new byte[0], Map.of());
  }

  private String digest(String name) throws Exception {
    String format = "--format={{.Digest}}";
    return skopeo("inspect", "--tls-verify=false", format, "docker://" + name)
        .exitsWith(0)
        .out()
        .strip();
  }

  private static String id(String name) {
    return CommandLines.execute("images", "-q", "--no-trunc").exitsWith(0).out().isEmpty()
        ? ""
        : CommandLines.execute("history", "-q", "--no-trunc", name).exitsWith(0).out().strip();
  }

  @Test
  void pushAndPullSayWhatDockerSays() throws Exception {
    String name = image(path + ":1");
    String pushed = CommandLines.execute("push", name).exitsWith(0).out();
    String layer = "[0-9a-f]{12}: ";
    String refers = "The push refers to repository \\[" + registry.host() + "/" + path + "\\]\n";
    String last = "1: digest: " + digest(name) + " size: [0-9]+\n";
    assertTrue(pushed.matches(refers + layer + "Preparing\n" + layer + "Pushed\n" + last), pushed);
    String again = CommandLines.execute("push", name).exitsWith(0).out();
    assertTrue(
        again.matches(refers + layer + "Preparing\n" + layer + "Layer already exists\n" + last),
        again);
    CommandLines.execute("push", "-q", name).prints(name + "\n");
    String before = id(name);
    CommandLines.execute("rmi", name).exitsWith(0);
    String pulled = CommandLines.execute("pull", name).exitsWith(0).out();
    String from = "1: Pulling from " + path + "\n";
    String status = "Digest: " + digest(name) + "\nStatus: Downloaded newer image for " + name;
    assertTrue(
        pulled.matches(
            from
                + layer
                + "Pulling fs layer\n"
                + layer
                + "Pull complete\n"
                + status
                + "\n"
                + name
                + "\n"),
        pulled);
    assertEquals(before, id(name));
    String upToDate = CommandLines.execute("pull", name).exitsWith(0).out();
    assertTrue(upToDate.contains(": Already exists\n"), upToDate);
    assertTrue(upToDate.contains("\nStatus: Image is up to date for " + name + "\n"), upToDate);
    CommandLines.execute("pull", "-q", name).prints(name + "\n");
  }

  @Test
  void aLayerThatTheRegistryHasElsewhereIsNotSentAgain() throws Exception {
    String first = image(path + "/one:1");
    CommandLines.execute("push", first).exitsWith(0);
    String second = tagged(first, path + "/two:1");
    String pushed = CommandLines.execute("push", second).exitsWith(0).out();
    assertTrue(pushed.contains(": Mounted from " + path + "/one\n"), pushed);
    assertEquals(digest(first), digest(second));
    CommandLines.execute("rmi", first).exitsWith(0);
    CommandLines.execute("rmi", second).exitsWith(0);
    CommandLines.execute("pull", first).exitsWith(0); // whoever pulls knows where it is as well
    String third = tagged(first, path + "/three:1");
    String mounted = CommandLines.execute("push", third).exitsWith(0).out();
    assertTrue(mounted.contains(": Mounted from " + path + "/one\n"), mounted);
    skopeo("copy", "--src-tls-verify=false", "docker://" + third, "dir:" + folder.resolve("copy"))
        .exitsWith(0);
    assertEquals(3, blobsStored(), "a layer, a config and a manifest");
    assertEquals(0, uploadsWaiting());
  }

  @Test
  void aLayerThatIsGoneWhereItWasIsSentAgain() throws Exception {
    String first = image(path + "/one:1");
    CommandLines.execute("push", first).exitsWith(0);
    String raw =
        skopeo("inspect", "--raw", "--tls-verify=false", "docker://" + first).exitsWith(0).out();
    String layer = raw.replaceAll("(?s).*\"digest\":\"(sha256:[0-9a-f]{64}).*", "$1");
    String blob = "http://" + registry.host() + "/v2/" + path + "/one/blobs/" + layer;
    assertEquals(202, status(HttpRequest.newBuilder(URI.create(blob)).DELETE()));
    String second = tagged(first, path + "/two:1");
    String pushed = CommandLines.execute("push", second).exitsWith(0).out();
    assertTrue(pushed.contains(": Pushed\n"), pushed);
    assertEquals(0, uploadsWaiting());
    skopeo("copy", "--src-tls-verify=false", "docker://" + second, "dir:" + folder.resolve("copy"))
        .exitsWith(0);
  }

  private static int status(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private String tagged(String name, String pathAndTag) {
    String other = registry.host() + "/" + pathAndTag;
    CommandLines.execute("tag", name, other).exitsWith(0);
    made.add(other);
    return other;
  }

  private long blobsStored() throws IOException {
    return files("blobs/").filter(file -> file.endsWith("data")).count();
  }

  private long uploadsWaiting() throws IOException {
    return files("_uploads/").filter(file -> file.endsWith("startedat")).count();
  }

  private Stream<Path> files(String part) throws IOException {
    Path root = folder.resolve("registry-" + registry.port());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains(part))
          .toList()
          .stream();
    }
  }

  @Test
  void allTagsGoAndComeTogether() throws Exception {
    Map<String, String> ids = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      String name = image(path + ":" + i);
      ids.put(name, id(name));
    }
    image(path + "-other:1");
    String repository = registry.host() + "/" + path;
    String pushed = CommandLines.execute("push", "-a", repository).exitsWith(0).out();
    assertEquals(3, pushed.lines().filter(line -> line.contains(": digest: ")).count(), pushed);
    assertEquals(1, pushed.lines().filter(line -> line.startsWith("The push")).count(), pushed);
    String listed =
        skopeo("list-tags", "--tls-verify=false", "docker://" + repository).exitsWith(0).out();
    for (String tag : List.of("0", "1", "2")) {
      assertTrue(listed.contains("\"" + tag + "\""), listed);
    }
    ids.keySet().forEach(name -> CommandLines.execute("rmi", name).exitsWith(0));
    String pulled = CommandLines.execute("pull", "--all-tags", repository).exitsWith(0).out();
    assertTrue(pulled.endsWith("image for " + repository + "\n" + repository + "\n"), pulled);
    ids.forEach((name, id) -> assertEquals(id, id(name)));
    CommandLines.execute("pull", "-q", "-a", repository).prints(repository + "\n");
  }

  @Test
  void ofAnImageForSeveralPlatformsTheOneThatWasAskedForComes() throws Exception {
    String here = image(path + ":here");
    String far = image(path + ":far");
    CommandLines.execute("push", "-a", registry.host() + "/" + path).exitsWith(0);
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String type = "application/vnd.docker.distribution.manifest.v2+json";
    String entry =
        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,"
            + "\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}";
    String list =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s]}"
            .formatted(
                LIST,
                entry.formatted(type, digest(far), 1, "s390x"),
                entry.formatted(type, digest(here), 1, arch));
    putManifest("all", list);
    String all = registry.host() + "/" + path + ":all";
    made.add(all);
    CommandLines.execute("pull", "-q", all).prints(all + "\n");
    assertEquals(id(here), id(all));
    Outcome other = CommandLines.execute("pull", "-q", "--platform", "linux/s390x", all);
    assertEquals(id(far), id(all));
    other.complains(0, "linux/" + arch, "linux/s390x"); // what its config says is another thing
    CommandLines.execute("pull", "--platform", "linux/riscv64", all)
        .complains(1, "no matching manifest for linux/riscv64");
  }

  private void putManifest(String tag, String json) throws Exception {
    URI uri = URI.create("http://" + registry.host() + "/v2/" + path + "/manifests/" + tag);
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(json);
    assertEquals(201, status(HttpRequest.newBuilder(uri).header("Content-Type", LIST).PUT(body)));
  }

  @Test
  void anImageIsPulledByItsDigest() throws Exception {
    String name = image(path + ":1");
    CommandLines.execute("push", name).exitsWith(0);
    String id = id(name);
    CommandLines.execute("rmi", name).exitsWith(0);
    String byDigest = registry.host() + "/" + path + "@" + digest(name);
    CommandLines.execute("pull", "-q", byDigest).prints(byDigest + "\n");
    String listed = CommandLines.execute("images").exitsWith(0).out();
    String hex = id.replace("sha256:", "").substring(0, 12);
    assertTrue(
        listed.lines().anyMatch(line -> line.matches("<none> +<none> +" + hex + ".*")), listed);
    assertEquals(id, id(byDigest));
    assertEquals(id, id(byDigest.replace("@", ":any@")));
    CommandLines.execute("tag", byDigest, name).prints("");
    assertEquals(id, id(name));
    CommandLines.execute("rmi", byDigest).prints("Untagged: " + name + "\nDeleted: " + id + "\n");
    CommandLines.execute("rmi", byDigest).complains(1, "there is no image " + byDigest);
    image(path + ":1");
    CommandLines.execute("history", byDigest).complains(1, "there is no image " + byDigest);
  }

  @Test
  void whatCannotBeDoneIsSaidInOneLine() throws Exception {
    String host = registry.host();
    String name = image(path + ":1");
    CommandLines.execute("pull", host + "/" + path).complains(1, path, "not found");
    CommandLines.execute("pull", "-a", host + "/" + path).complains(1, path, "not found");
    CommandLines.execute("pull", "-a", name).complains(1, "-a", name);
    CommandLines.execute("push", "-a", name).complains(1, "-a", name);
    CommandLines.execute("push", host + "/" + path).complains(1, "no image", "mini-docker tag");
    CommandLines.execute("push", "-a", name + "x").complains(1, "-a");
    CommandLines.execute("push", "-a", host + "/md-none").complains(1, "no image");
    String digest = "sha256:" + "0".repeat(64);
    CommandLines.execute("push", host + "/" + path + "@" + digest).complains(1, "digest");
    CommandLines.execute("pull", host + "/" + path + "@" + digest).complains(1, "not found");
    CommandLines.execute("pull", host + "/" + path + "@sha256:12").complains(1, "SHA-256", "12");
    CommandLines.execute("pull", host + "/Upper:1").complains(1, "not the name of an image");
    CommandLines.execute("pull", "--platform", "x/y/z/w", name).complains(1, "x/y/z/w");
    String nobody = "127.0.0.1:" + LocalRegistry.freePort();
    CommandLines.execute("pull", nobody + "/x").complains(1, "cannot reach", nobody);
    CommandLines.execute("push", id(name).substring(7, 19)).complains(1, "no image");
    assertFalse(CommandLines.execute("pull").code() == 0);
  }
}
