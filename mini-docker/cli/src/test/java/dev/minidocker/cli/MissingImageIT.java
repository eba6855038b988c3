package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are elsewhere when a container needs them; there is Debian's docker-registry. */
class MissingImageIT {
  private final Random random = new Random();
  private final String path = "r" + Long.toHexString(random.nextLong() >>> 1);
  @TempDir Path folder;
  private LocalRegistry registry;
  private String name;

  @BeforeEach
  void aRegistry() throws Exception {
    Requirements.containers();
    LabImage.into(folder.resolve("state"));
    registry = LocalRegistry.open(folder);
    name = registry.host() + "/" + path + ":1";
  }

  @AfterEach
  void end() {
    if (registry != null) {
      registry.close();
    }
  }

  /** Puts an image into the registry, which says this in /said, and leaves it here, too. */
  private String push() throws Exception {
    String said = "said-" + Long.toHexString(random.nextLong());
    build(name, "FROM lab", "RUN echo " + said + " >/said").exitsWith(0);
    run("push", "-q", name).exitsWith(0);
    return said + "\n";
  }

  private String pushAndRemove() throws Exception {
    String said = push();
    run("rmi", name).exitsWith(0);
    return said;
  }

  private Outcome build(String tag, String... lines) throws Exception {
    Path context = Files.createTempDirectory(folder, "context");
    Files.write(context.resolve("Dockerfile"), List.of(lines));
    return run("build", "-t", tag, context.toString());
  }

  private Outcome run(String... args) throws Exception {
    String state = folder.resolve("state").toString();
    return CommandLines.run(
        CommandLines.miniDocker(args), new byte[0], Map.of("MINI_DOCKER_ROOT", state));
  }

  private Outcome cat(String... optionsAndImage) throws Exception {
    return run(
        Stream.of(Stream.of("run", "--rm"), Stream.of(optionsAndImage), Stream.of("cat", "/said"))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  @Test
  void itIsPulledAndRun() throws Exception {
    String said = pushAndRemove();
    Outcome first = cat(name);
    first.prints(said);
    List<String> lines = first.err().lines().toList();
    assertEquals("Unable to find image '" + name + "' locally", lines.get(0));
    assertEquals("1: Pulling from " + path, lines.get(1));
    assertEquals("Status: Downloaded newer image for " + name, lines.get(lines.size() - 1));
    Outcome second = cat(name);
    second.prints(said);
    assertEquals("", second.err());
  }

  @Test
  void whatIsHereIsTakenUnlessTheRegistryIsToBeAsked() throws Exception {
    String newer = push();
    String older = "older-" + Long.toHexString(random.nextLong()) + "\n";
    build(name, "FROM lab", "RUN echo " + older.strip() + " >/said").exitsWith(0);
    cat(name).prints(older);
    cat("--pull", "missing", name).prints(older);
    cat("--pull=never", name).prints(older);
    Outcome asked = cat("--pull", "always", name);
    asked.prints(newer);
    assertTrue(asked.err().startsWith("1: Pulling from " + path + "\n"), asked::toString);
  }

  @Test
  void neverMeansNever() throws Exception {
    pushAndRemove();
    cat("--pull", "never", name).complains(125, "no such image: " + name);
    run("run", "--dry-run", name).complains(125, "no such image: " + name);
  }

  @Test
  void aBuildBeginsWithIt() throws Exception {
    String said = pushAndRemove();
    String built = "md-" + path;
    Outcome outcome = build(built, "FROM " + name, "COPY --from=" + name + " /said /b");
    outcome.exitsWith(0);
    assertEquals("", outcome.err());
    assertTrue(outcome.out().contains("1: Pulling from " + path + "\n"), outcome::toString);
    cat("--pull=never", built).prints(said);
  }

  @Test
  void thatItCannotBeHadIsSaidInALine() throws Exception {
    complains(cat(name), name, "not found", "mini-docker images");
    String nobody = "127.0.0.1:" + LocalRegistry.freePort() + "/" + path;
    complains(cat(nobody), nobody, "cannot reach the registry");
    Outcome asked = cat("--pull", "always", nobody);
    asked.exitsWith(125);
    assertTrue(asked.err().startsWith("latest: Pulling from " + path + "\n"), asked::toString);
  }

  private static void complains(Outcome outcome, String... fragments) {
    outcome.exitsWith(125);
    List<String> lines = outcome.err().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertTrue(lines.get(0).startsWith("Unable to find image '"), outcome::toString);
    assertTrue(last.startsWith("mini-docker: "), outcome::toString);
    Stream.of(fragments).forEach(part -> assertTrue(last.contains(part), outcome::toString));
  }

  /** Packets go to a card that nobody has, and nobody answers. */
  @Test
  void aRegistryThatDoesNotAnswerIsNotAskedForMinutes() throws Exception {
    Requirements.program("unshare");
    Requirements.program("ip");
    Requirements.userNamespaces();
    String silence =
        "ip link add md-a type veth peer name md-b && ip address add 192.0.2.1/24 dev md-a"
            + " && ip link set md-a up && ip link set md-b up"
            + " && ip neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev md-a && exec \"$@\"";
    List<String> command = new ArrayList<>(CommandLines.miniDocker("run", "192.0.2.2/" + path));
    command.add(1, "-Dminidocker.patience.seconds=4"); // one half for a connection
    command.addAll(0, List.of("unshare", "-rn", "sh", "-c", silence, "sh"));
    String state = folder.resolve("state").toString();
    long start = System.nanoTime();
    Outcome outcome = CommandLines.run(command, new byte[0], Map.of("MINI_DOCKER_ROOT", state));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    complains(outcome, "192.0.2.2/" + path, "does not take the connection");
    assertTrue(took.toSeconds() < 8, took::toString); // it was not asked five times
  }
}
