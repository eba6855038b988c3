package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our networks and docker's at one host, which a network namespace plays. */
@Requires(
    value = Need.ROOT,
    programs = {
      "dockerd",
      "docker",
      "unshare",
      "nsenter",
      "ip",
      "nft",
      "iptables",
      "wget",
      "busybox"
    })
class DockerBesideIT {
  private static final String WORLD = "wget -q -O - http://" + PlayedWorld.ADDRESS;

  private final String text = "md-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final String group = text;
  private final int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
  private final String serves =
      "mkdir /www; echo " + text + " > /www/index.html; httpd -h /www; echo ready; sleep 60";

  @TempDir Path directory;
  private PlayedHost host;
  private PlayedWorld world;
  private LocalDockerd dockerd;

  @BeforeEach
  void play() throws Exception {
    host = new PlayedHost(directory.resolve("state"));
    world = new PlayedWorld(host, Files.createDirectory(directory.resolve("www")), text);
    dockerd = LocalDockerd.at(host, Files.createDirectory(directory.resolve("docker")), group);
    Path archive = directory.resolve("lab.tar");
    host.miniDocker("run", "--rm", "lab", "true").exitsWith(0); // so that the image is there
    host.miniDocker("save", "-o", archive.toString(), "lab").exitsWith(0);
    dockerd.docker("load", "-i", archive.toString());
  }

  @AfterEach
  void leaveNothing() throws Exception {
    dockerd.close();
    host.end();
    world.end();
    removeGroups();
  }

  /** One in each hierarchy; their own groups went with docker's containers. */
  private void removeGroups() throws IOException {
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
      for (Path hierarchy : hierarchies) {
        Files.deleteIfExists(hierarchy.resolve(group));
      }
    }
  }

  private void dockerWorks() throws Exception {
    assertEquals(text, dockerd.docker("run", "--rm", "lab", "sh", "-c", WORLD));
    world.fetch("http://" + PlayedWorld.HOST + ":" + port).prints(text + "\n");
  }

  private Outcome ours(String command) throws Exception {
    return host.miniDocker("run", "--rm", "--network", "red", "lab", "sh", "-c", command);
  }

  /** What everybody has but us. */
  private String rulesOfOthers() throws Exception {
    return host.run("nft", "list", "ruleset")
        .exitsWith(0)
        .out()
        .replaceAll("packets \\d+ bytes \\d+", "")
        .replaceAll("(?s)table inet mini-docker \\{.*?\n\\}\n", "");
  }

  @Test
  void bothWorkBesideEachOtherAndNothingOfOursStaysInDockersTables() throws Exception {
    dockerd.docker("run", "-d", "--name", "theirs", "-p", port + ":80", "lab", "sh", "-c", serves);
    String theirs = dockerd.docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", "theirs");
    dockerWorks();
    String before = rulesOfOthers();

    host.miniDocker("network", "create", "red").exitsWith(0);
    int our = port + 1;
    host.starts("--network", "red", "--name", "ours", "-p", our + ":80", "lab", "sh", "-c", serves);
    Outcome reached = ours(WORLD).prints(text);
    assertEquals("", reached.err());
    ours("wget -q -O - http://ours").prints(text + "\n");
    world.fetch("http://" + PlayedWorld.HOST + ":" + our).prints(text + "\n");
    dockerWorks();

    // each by what the other has published, and by nothing else
    ours("wget -q -O - http://" + PlayedWorld.HOST + ":" + port).prints(text + "\n");
    String published = "wget -q -O - http://" + PlayedWorld.HOST + ":" + our;
    assertEquals(text, dockerd.docker("run", "--rm", "lab", "sh", "-c", published));
    String ping = "echo begun; ping -q -c 1 -W 2 " + theirs + " >/dev/null";
    assertEquals("begun", dockerd.docker("run", "--rm", "lab", "sh", "-c", ping));
    Outcome past = ours(ping);
    assertEquals("begun\n", past.out(), past::toString);
    assertNotEquals(0, past.code());

    // docker goes on reading and changing its tables
    String listed = host.run("iptables", "-S", "DOCKER-USER").exitsWith(0).out();
    assertTrue(listed.contains("-m comment --comment \"mini-docker md-"), listed);
    dockerd.docker("network", "create", "blue");
    assertEquals(
        text, dockerd.docker("run", "--rm", "--network", "blue", "lab", "sh", "-c", WORLD));
    dockerd.docker("network", "rm", "blue");

    host.endContainers();
    host.miniDocker("network", "rm", "red").exitsWith(0);
    assertEquals(before, rulesOfOthers());
    dockerWorks();
    dockerd.docker("rm", "-f", "theirs");
  }
}
