package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code save load tag history rmi} with docker's habits. */
class ImageCommandsIT {
  private final Random random = new Random();
  private final String base = "md-" + Long.toHexString(random.nextLong() >>> 1);
  private final List<String> made = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void end() {
    made.forEach(name -> CommandLines.execute("rmi", "-f", name));
  }

  /** Its id. */
  private String image(String name) throws IOException {
    Path tar = folder.resolve("tar" + random.nextLong());
    try (var archive = new ArchiveTricksIT.Archive(Files.newOutputStream(tar), folder)) {
      archive.file("f" + random.nextLong());
    }
    made.add(name);
    return CommandLines.execute("import", tar.toString(), name).exitsWith(0).out().strip();
  }

  private String named(String name, String other) {
    CommandLines.execute("tag", name, other).prints("");
    made.add(other);
    return other;
  }

  @Test
  void severalImagesAreSavedToOneFileAndLoadedFromIt() throws Exception {
    String one = image(base + ":1");
    String two = image("localhost:5000/" + base + "/x:2");
    Path file = folder.resolve("saved.tar");
    CommandLines.execute(
            "save", "-o", file.toString(), base + ":1", "localhost:5000/" + base + "/x:2")
        .prints("");
    assertSkopeoFinds(file, base + ":1", one);
    made.forEach(name -> CommandLines.execute("rmi", name).exitsWith(0));
    String loaded = CommandLines.execute("load", "-i", file.toString()).exitsWith(0).out();
    assertEquals(
        List.of("Loaded image: localhost:5000/" + base + "/x:2", "Loaded image: " + base + ":1"),
        loaded.lines().sorted().toList());
    assertEquals(one, id(base + ":1"));
    assertEquals(two, id("localhost:5000/" + base + "/x:2"));
    CommandLines.execute("load", "-q", "-i", file.toString()).prints(loaded);
    Outcome piped =
        CommandLines.run(CommandLines.miniDocker("load"), Files.readAllBytes(file), Map.of());
    piped.prints(loaded);
  }

  /** Another reader finds the same image under the same name. */
  private void assertSkopeoFinds(Path file, String name, String id) throws Exception {
    Requirements.program("skopeo");
    Path auth = Files.writeString(folder.resolve("auth.json"), "{}");
    String said =
        CommandLines.run(
                List.of(
                    "skopeo",
                    "inspect",
                    "--authfile=" + auth,
                    "--raw",
                    "docker-archive:" + file + ":" + name),
                new byte[0],
                Map.of())
            .exitsWith(0)
            .out();
    assertTrue(said.contains(id), said);
  }

  private static String id(String name) {
    return CommandLines.execute("history", "-q", "--no-trunc", name).exitsWith(0).out().strip();
  }

  @Test
  void whatIsSavedByItsIdIsLoadedWithoutAName() throws Exception {
    String id = image(base + ":1");
    Path file = folder.resolve("saved.tar");
    CommandLines.execute("save", "--output", file.toString(), id.substring(7, 19)).prints("");
    CommandLines.execute("rmi", base + ":1").exitsWith(0);
    CommandLines.execute("load", "--input", file.toString())
        .prints("Loaded image ID: " + id + "\n");
    CommandLines.execute("rmi", id).prints("Deleted: " + id + "\n");
  }

  @Test
  void anArchiveIsNeitherReadFromATerminalNorWrittenToOne() throws Exception {
    Requirements.program("script");
    image(base);
    for (String command : List.of("load", "load -q", "save " + base)) {
      String line = CommandLines.script(folder) + " " + command;
      Process process = new ProcessBuilder("script", "-qec", line, "/dev/null").start();
      CompletableFuture<String> out = CommandLines.read(process.getInputStream());
      Outcome outcome =
          CommandLines.awaitEnd(process, out, CommandLines.read(process.getErrorStream()));
      assertTrue(
          outcome.out().matches("mini-docker: an archive [^\r\n]* terminal: [^\r\n]*\r\n"),
          outcome::toString);
      assertEquals(1, outcome.code());
    }
  }

  @Test
  void anImageWithSeveralNamesLosesOneAtATimeOrAllByForce() throws Exception {
    String id = image(base + ":1");
    String second = named(base + ":1", base + ":2");
    String third = named(id.substring(7, 17), "localhost:5000/" + base);
    CommandLines.execute("rmi", second).prints("Untagged: " + second + "\n");
    CommandLines.execute("rmi", id.substring(0, 20)).complains(1, base + ":1");
    CommandLines.execute("rmi", "-f", id)
        .prints("Untagged: %s:latest\nUntagged: %s:1\nDeleted: %s\n".formatted(third, base, id));
    CommandLines.execute("rmi", id).complains(1, "there is no image " + id);
    CommandLines.execute("rmi", "-f", id).complains(0, "there is no image " + id);
    CommandLines.execute("rmi", "-f", "Upper").complains(1, "not the name of an image");
  }

  @Test
  void anIdThatIsTooShortIsRefused() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 17; i++) { // one more than there are digits
      ids.add(image(base + ":" + i).substring(7));
    }
    String twice =
        ids.stream()
            .map(id -> id.substring(0, 1))
            .filter(digit -> ids.stream().filter(id -> id.startsWith(digit)).count() > 1)
            .findFirst()
            .orElseThrow();
    for (String command : List.of("history", "rmi", "tag", "save")) {
      List<String> line = new ArrayList<>(List.of(command, twice));
      if (command.equals("tag")) {
        line.add(base + ":new");
      } else if (command.equals("save")) {
        line.addAll(List.of("-o", folder + "/x"));
      }
      CommandLines.execute(line.toArray(String[]::new))
          .complains(1, "begin with " + twice, "more digits");
    }
    assertFalse(Files.exists(folder.resolve("x")));
  }

  @Test
  void historyIsForPeopleOrForPrograms() throws Exception {
    String id = image(base);
    CommandLines.execute("history", "-q", base).prints(id.substring(7, 19) + "\n");
    CommandLines.execute("history", "--quiet", "--no-trunc", base).prints(id + "\n");
    String human = CommandLines.execute("history", base).exitsWith(0).out();
    assertTrue(human.contains(" seconds ago ") && human.contains(" 7B "), human);
    assertEquals(human, CommandLines.execute("history", "-H", base).exitsWith(0).out());
    String plain = CommandLines.execute("history", "--human=false", base).exitsWith(0).out();
    assertTrue(
        plain.lines().skip(1).allMatch(line -> line.matches(".* 20[0-9-]{8}T[0-9:]{8}Z .* 7 .*")),
        plain);
  }

  static Stream<Arguments> badCommandLines() {
    String none = "md-none-" + Long.toHexString(System.nanoTime());
    String digest = "sha256:" + "0".repeat(64);
    return Stream.of(
        bad(1, "there is no image " + none, "history", none),
        bad(1, "there is no image " + none, "tag", none, "x"),
        bad(1, "there is no image " + digest, "history", digest),
        bad(1, "there is no image " + none, "save", "-o", "/dev/null", none),
        bad(1, "not the name of an image", "tag", none, "Upper"),
        bad(1, "not the name of an image", "tag", none, "a:b:c"),
        bad(1, "not the name of an image", "tag", none, "a@" + digest),
        bad(1, "not the name of an image", "history", ""),
        bad(1, "no such file", "load", "-i", "/" + none),
        bad(1, "directory", "load", "-i", "/"),
        bad(1, "not an archive of images", "load", "-i", "/dev/null"),
        bad(125, "missing", "save"),
        bad(125, "missing", "tag", none),
        bad(125, "missing", "history"),
        bad(125, "missing", "rmi"),
        bad(125, "unexpected argument y", "history", "x", "y"),
        bad(125, "--human", "history", "--human=perhaps", "x"));
  }

  private static Arguments bad(int code, String fragment, String... args) {
    return Arguments.of(code, fragment, args);
  }

  @ParameterizedTest
  @MethodSource("badCommandLines")
  void whatCannotBeDoneIsSaidInOneLine(int code, String fragment, String[] args) {
    CommandLines.execute(args).complains(code, fragment);
  }
}
