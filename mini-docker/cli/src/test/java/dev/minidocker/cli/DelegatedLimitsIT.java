package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import dev.minidocker.labs.cgroups.limits.GroupRemoval;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ordinary user to whom a group of version 2 was delegated may limit its containers; one who has
 * none is told. Root makes both, by the rules of cgroups(7), "Cgroup delegation".
 */
class DelegatedLimitsIT {
  private static final String MOVE_AND_BECOME =
      "echo $$ >\"$1/cgroup.procs\" && shift && user=$1 && shift"
          + " && exec setpriv --reuid=$user --regid=$user --clear-groups \"$@\"";

  private static Root root;

  private final int user = 20_000 + new Random().nextInt(40_000);

  @TempDir Path folder;

  private Path delegated;

  @BeforeAll
  static void version2() {
    Optional<Root> memory =
        GroupRoots.ofThisMachine().roots().stream()
            .filter(one -> one.version() == CgroupVersion.V2)
            .filter(one -> one.controllers().contains("memory"))
            .findFirst();
    Assumptions.assumeTrue( // a kind of machine, and not a privilege that could be had
        memory.map(Root::allowed).orElse(false) && System.getProperty("user.name").equals("root"),
        "needs root, and a machine on which version 2 of cgroups has memory");
    Requirements.program("setpriv");
    root = memory.orElseThrow();
  }

  @BeforeEach
  void delegate() throws IOException {
    Files.writeString(root.directory().resolve("cgroup.subtree_control"), "+memory");
    delegated = Files.createDirectory(root.directory().resolve("md-" + Integer.toHexString(user)));
    for (String file : List.of("", "cgroup.procs", "cgroup.threads", "cgroup.subtree_control")) {
      give(delegated.resolve(file));
    }
    Files.createDirectory(delegated.resolve("shell"));
    give(folder);
  }

  private void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", user);
    Files.setAttribute(path, "unix:gid", user);
  }

  @AfterEach
  void remove() {
    GroupRemoval.remove(delegated);
  }

  @Test
  void aContainerIsLimitedBelowTheUsersOwnGroup() throws Exception {
    asUser(
            delegated.resolve("shell"),
            "run",
            "--rm",
            "-m",
            "64m",
            "--memory-swap",
            "64m",
            "lab",
            "tail",
            "/dev/zero")
        .complains(137, "memory limit", "64m");
    File[] left = delegated.resolve("mini-docker").toFile().listFiles(File::isDirectory);
    assertEquals(0, left == null ? -1 : left.length, "groups of containers that have ended");
  }

  @Test
  void elsewhereTheLimitIsRefusedInOneLine() throws Exception {
    asUser(root.directory(), "run", "--rm", "-m", "64m", "lab", "true")
        .complains(125, "\"memory\"", "not delegated", "leave the limit out");
  }

  /** A process that begins in this group, and is the user's from then on. */
  private Outcome asUser(Path group, String... args) throws Exception {
    List<String> command = CommandLines.miniDocker(args);
    command.set(command.indexOf("-cp") + 1, readableClassPath());
    List<String> whole =
        new ArrayList<>(List.of("sh", "-c", MOVE_AND_BECOME, "sh", group.toString(), "" + user));
    whole.addAll(command);
    Map<String, String> environment =
        Map.of("HOME", folder.toString(), "MINI_DOCKER_ROOT", folder.resolve("state").toString());
    ProcessBuilder builder = new ProcessBuilder(whole).redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    CompletableFuture<String> out = CommandLines.read(process.getInputStream());
    CompletableFuture<String> err = CommandLines.read(process.getErrorStream());
    process.waitFor(2, TimeUnit.MINUTES); // an emulated processor needs one for the first image
    return CommandLines.awaitEnd(process, out, err);
  }

  /** Copies: root's own files, such as Maven's in its home, are not for others. */
  private String readableClassPath() throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path copy = folder.resolve("lib" + copies.size());
      copyTree(Path.of(entry), copy);
      copies.add(copy.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    if (Files.notExists(from)) {
      return; // of a module without such files
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
