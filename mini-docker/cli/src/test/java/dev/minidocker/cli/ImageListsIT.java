package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code images} and {@code image prune}: what is there, and what goes. */
class ImageListsIT {
  private final Random random = new Random();
  private final String base = "md-list-" + Long.toHexString(random.nextLong() >>> 1);
  private final List<String> made = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void end() {
    made.forEach(name -> CommandLines.execute("rmi", "-f", name));
  }

  /** Of one file of so many bytes; the answer is its id. */
  private String image(String name, int bytes, String... instructions) throws Exception {
    Path context = Files.createDirectory(folder.resolve("context" + random.nextLong()));
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    Files.write(context.resolve("file"), content);
    List<String> dockerfile = new ArrayList<>(List.of("FROM scratch", "COPY file /"));
    dockerfile.addAll(List.of(instructions));
    Files.write(context.resolve("Dockerfile"), dockerfile);
    made.add(name);
    return CommandLines.execute("build", "-q", "-t", name, context.toString())
        .exitsWith(0)
        .out()
        .strip();
  }

  private static String out(String... args) {
    return CommandLines.execute(args).exitsWith(0).out();
  }

  @Test
  void digestsAreReadIfTheyAreAskedFor() throws Exception {
    Path archive = Files.write(folder.resolve("empty.tar"), new byte[1024]);
    String name = base + ":1";
    inOwnState("import", archive.toString(), name).exitsWith(0);
    Files.writeString(folder.resolve("state").resolve("digests.json"), "damaged");
    String table = inOwnState("images").exitsWith(0).out();
    assertTrue(table.contains(base), table);
    inOwnState("images", "-q", "--format", "{{.ID}}", "-f", "reference=" + base).exitsWith(0);
    inOwnState("images", "--digests").complains(1, "digests.json");
    inOwnState("images", "--format", "{{.Digest}}").complains(1, "digests.json");
    inOwnState("images", "--format", "{{json .}}").complains(1, "digests.json");
  }

  private Outcome inOwnState(String... args) throws Exception {
    Map<String, String> state = Map.of("MINI_DOCKER_ROOT", folder.resolve("state").toString());
    return CommandLines.run(CommandLines.miniDocker(args), new byte[0], state);
  }

  @Test
  void imagesAreFilteredAndShownAsAsked() throws Exception {
    String label = "key" + random.nextInt(1000);
    String first = image(base + "/a:1", 10, "LABEL " + label + "=x");
    String second = image(base + "/b:2", 10);
    String format = "{{.Repository}}:{{.Tag}} {{.ID}}";
    String a = base + "/a:1 " + first + "\n";
    String b = base + "/b:2 " + second + "\n";
    String[] all = {"images", "--no-trunc", "--format", format};
    assertEquals(b + a, out(with(all, base + "/*")));
    assertEquals(b, out(with(all, base + "/b")));
    assertEquals("", out(with(all, base)), "the name of neither");
    assertEquals(a, out(with(all, "--filter", "label=" + label)));
    assertEquals(a, out(with(all, "--filter", "label=" + label + "=x")));
    assertEquals("", out(with(all, "--filter", "label=" + label + "=y")));
    assertEquals(b, out(with(all, "-f", "reference=" + base + "/*:2")));
    assertEquals(a, out(with(all, "-f", "before=" + base + "/b:2", base + "/*")));
    assertEquals(b, out(with(all, "-f", "since=" + base + "/a:1", base + "/*")));
    assertEquals(first + "\n", out("images", "-q", "--no-trunc", base + "/a"));
    String table = out("images", "--format", "table {{.Tag}}\\t{{.Repository}}", base + "/b");
    assertTrue(table.matches("TAG +REPOSITORY\n2 +" + base + "/b\n"), table);
    CommandLines.execute("images", "-f", "colour=red").complains(1, "colour=red", "dangling");
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void whatIsNotNamedIsPruned() throws Exception {
    out("image", "prune", "-f"); // what others have left
    String kept = image(base + ":kept", 10);
    String dangling = image(base + ":taken", 300_000);
    String successor = image(base + ":taken", 10);
    assertEquals(
        dangling + "\n", out("images", "-q", "--no-trunc", "-f", "dangling=true"), "and no other");
    String asked = CommandLines.run("image", "prune").exitsWith(0).out();
    assertTrue(asked.startsWith("WARNING! This will remove all dangling images.\n"), asked);
    assertTrue(
        out("images", "-q", "--no-trunc").contains(dangling), "the end of input is not a yes");
    assertEquals(
        "Deleted Images:\ndeleted: " + dangling + "\n\nTotal reclaimed space: 300kB\n",
        out("image", "prune", "--force"));
    String left = out("images", "-q", "--no-trunc");
    assertTrue(left.contains(kept) && left.contains(successor), left);
    assertFalse(left.contains(dangling), left);
    assertEquals("Total reclaimed space: 0B\n", out("image", "prune", "-f"));
  }
}
