package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that lacks something; each is made in namespaces of the test's own. */
class BadMachineIT {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void aStateDirectoryOfItsOwn() {
    Requirements.containers();
    root = folder.resolve("state");
  }

  @Test
  void aFullDiskIsNamed() throws Exception {
    inNamespaces("mount -t tmpfs -o nr_inodes=8 md-full \"$MINI_DOCKER_ROOT\"")
        .complains(125, root.toString(), "No space left");
  }

  @Test
  void aReadOnlyStateDirectoryIsNamed() throws Exception {
    inNamespaces(
            "mount --bind \"$MINI_DOCKER_ROOT\" \"$MINI_DOCKER_ROOT\""
                + " && mount -o remount,bind,ro \"$MINI_DOCKER_ROOT\"")
        .complains(125, root.toString(), "ead-only");
  }

  @Test
  void aMachineWithoutUserNamespacesIsNamed() throws Exception {
    Requirements.program("setpriv");
    assertEquals(0, run("run", "--rm", "lab", "true").code());
    String unprivileged =
        "echo 0 >/proc/sys/user/max_user_namespaces && set -- setpriv --bounding-set=-all \"$@\"";
    inNamespaces(unprivileged).complains(125, "max_user_namespaces");
  }

  @Test
  void aMissingLayerIsNamed() throws Exception {
    run("run", "--rm", "lab", "true").exitsWith(0);
    try (Stream<Path> layers = Files.list(root.resolve("layers"))) {
      Path layer = layers.findFirst().orElseThrow();
      Files.move(layer.resolve("diff"), folder.resolve("elsewhere"));
    }
    run("run", "--rm", "lab", "true").complains(125, root.toString(), "rmi");
    assertNoContainers();
    run("rmi", "lab").exitsWith(0);
    run("run", "--rm", "lab", "true").exitsWith(0);
  }

  @Test
  void aDamagedStoreIsNamedAndFollowingTheAdviceMendsIt() throws Exception {
    run("run", "--rm", "lab", "true").exitsWith(0);
    Path catalog = root.resolve("repositories.json");
    for (String damaged :
        List.of("", "{", "[]", "null", "{\"images\":7}", "\u0000\u0001", "{}{}")) {
      Files.writeString(catalog, damaged);
      run("run", "--rm", "lab", "true").complains(125, catalog.toString(), "remove", "import");
      assertNoContainers();
    }
    Files.delete(catalog);
    run("run", "--rm", "lab", "true").exitsWith(0);
    try (Stream<Path> configs = Files.list(root.resolve("blobs/sha256"))) {
      for (Path config : configs.toList()) {
        Files.delete(config);
      }
    }
    run("run", "--rm", "lab", "true").complains(125, "missing", catalog.toString(), "import");
    Files.delete(catalog);
    run("run", "--rm", "lab", "true").exitsWith(0);
  }

  @Test
  void aStateDirectoryThatIsAFileIsNamed() throws Exception {
    Files.createFile(root);
    run("run", "--rm", "lab", "true").complains(125, root.toString());
  }

  @Test
  void aStateDirectoryWhereNoneCanBeMadeIsNamed() throws Exception {
    root = Path.of("/proc/1/md");
    run("run", "--rm", "lab", "true").complains(125, root.toString());
  }

  @Test
  void aStateDirectoryOfSomebodyElseIsRefusedToRoot() throws Exception {
    Requirements.require(
        System.getProperty("user.name").equals("root"), "only root can give a directory away");
    int other = 20_000 + new Random().nextInt(40_000);
    Files.setAttribute(Files.createDirectory(root), "unix:uid", other);
    for (List<String> command :
        List.of(List.of("run", "--rm", "lab", "true"), List.of("ps"), List.of("images"))) {
      run(command.toArray(String[]::new))
          .complains(125, "MINI_DOCKER_ROOT", root.toString(), "belongs to user " + other);
    }
    assertEquals(0, root.toFile().list().length);
  }

  /** Arranges something in a new user and mount namespace, then runs a container there. */
  private Outcome inNamespaces(String arrangement) throws Exception {
    Requirements.program("unshare");
    Requirements.userNamespaces();
    Files.createDirectories(root);
    List<String> command =
        Stream.concat(
                Stream.of("unshare", "-rm", "sh", "-c", arrangement + " && exec \"$@\"", "sh"),
                CommandLines.miniDocker("run", "--rm", "lab", "true").stream())
            .toList();
    Outcome outcome = CommandLines.run(command, new byte[0], environment());
    assertNoContainers();
    return outcome;
  }

  private Outcome run(String... args) throws Exception {
    return CommandLines.run(CommandLines.miniDocker(args), new byte[0], environment());
  }

  private Map<String, String> environment() {
    return Map.of("MINI_DOCKER_ROOT", root.toString());
  }

  private void assertNoContainers() throws Exception {
    String[] left = root.resolve("containers").toFile().list();
    assertEquals(List.of(), left == null ? List.of() : List.of(left));
    assertFalse(Files.readString(Path.of("/proc/self/mountinfo")).contains(root.toString()));
  }
}
