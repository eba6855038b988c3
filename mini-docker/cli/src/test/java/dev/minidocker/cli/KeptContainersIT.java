package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of a container that was run without {@code --rm}, and how it goes. */
class KeptContainersIT {
  private final Random random = new Random();
  private final String name = "md-kept-" + random.nextInt(1 << 30);

  @BeforeAll
  static void containers() {
    Requirements.containers();
  }

  @AfterEach
  void removeWhatIsLeft() {
    CommandLines.execute("rm", name);
  }

  private List<String> rows(String... options) {
    String[] command = new String[options.length + 1];
    command[0] = "ps";
    System.arraycopy(options, 0, command, 1, options.length);
    return CommandLines.execute(command).exitsWith(0).out().lines().toList();
  }

  private String row(String... options) {
    return rows(options).stream().filter(line -> line.endsWith(" " + name)).findFirst().orElse("");
  }

  private static String column(String row, int index) {
    return List.of(row.split("\\s+", -1)).get(index);
  }

  @Test
  void aContainerIsListedWithItsCommandAndExitCodeUntilItIsRemoved() {
    int code = random.nextInt(256);
    CommandLines.execute("run", "--name", name, "lab", "sh", "-c", "exit " + code).exitsWith(code);
    String row = row("-a");
    assertTrue(row.contains("Exited (" + code + ")"), row);
    assertTrue(row.contains("\"sh -c exit " + code + "\""), row);
    assertEquals("lab", column(row, 1));
    assertEquals("", row(), "it does not run");
    String id = column(row, 0);
    assertTrue(rows("-aq").contains(id), id);
    CommandLines.execute("rm", id).prints(id + "\n");
    assertEquals("", row("-a"));
    CommandLines.execute("rm", name).complains(1, "no such container: \"" + name + "\"", "ps -a");
  }

  @Test
  void whatOthersWroteGivesATerminalNoOrders() {
    String order = "\u001b]0;" + name + "\u0007\u009b31m\u202e";
    CommandLines.execute("run", "--name", name, "lab", "echo", order).exitsWith(0);
    String row = row("-a", "--no-trunc");
    assertTrue(row.contains("]0;" + name), row);
    Outcome refused = CommandLines.execute("run", "--rm", "lab", order);
    refused.complains(127, "]0;" + name);
    Outcome misused = CommandLines.execute("run", "--" + order, "lab");
    misused.complains(125, "]0;" + name);
    for (String shown : List.of(row, refused.err(), misused.err())) {
      assertFalse(shown.matches("(?s).*[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u202e].*"), shown);
    }
  }

  @Test
  void anImageThatAContainerNeedsIsNotRemoved() {
    CommandLines.execute("run", "--name", name, "lab", "true").exitsWith(0);
    CommandLines.execute("rmi", "lab").complains(1, "container " + name, "mini-docker rm " + name);
    CommandLines.execute("run", "--rm", "lab", "true").exitsWith(0);
  }

  @Test
  void aRunningContainerIsListedAndNotRemoved() throws Exception {
    Process running =
        new ProcessBuilder(
                CommandLines.miniDocker(
                    // it is kept from a moment after its command has begun
                    "run", "--name", name, "lab", "sh", "-c", "sleep 1; echo up; exec sleep 60"))
            .redirectErrorStream(true)
            .start();
    try {
      assertEquals('u', running.getInputStream().read());
      assertTrue(row().contains(" Up "), row());
      CommandLines.execute("rm", name).complains(1, "\"" + name + "\" is running");
    } finally {
      running.destroyForcibly().waitFor();
    }
    assertTrue(row("-a").contains("Dead: mini-docker was killed"), row("-a"));
  }

  @Test
  void whatSomebodyInstalledIsInTheImageMadeOfIt() throws Exception {
    String install = "echo " + name + " > /installed; rm /etc/hostname; mkdir /d; echo x > /d/f";
    CommandLines.execute("run", "--name", name, "lab", "sh", "-c", install).exitsWith(0);
    String image = name + ":v1";
    String id =
        CommandLines.execute(
                "commit",
                "-m",
                "by hand",
                "-c",
                "ENV WHO=me",
                "-c",
                "CMD echo $WHO; cat /installed",
                name,
                image)
            .exitsWith(0)
            .out();
    assertTrue(id.matches("sha256:[0-9a-f]{64}\n"), id);
    CommandLines.run("run", "--rm", image).prints("me\n" + name + "\n");
    CommandLines.execute("commit", "-c", "RUN true", name).complains(1, "changes no file");
    CommandLines.execute("rmi", image).exitsWith(0);
  }

  @Test
  void allFilesOfAContainerAreExported(@TempDir Path folder) throws Exception {
    CommandLines.execute(
            "run", "--name", name, "lab", "sh", "-c", "echo " + name + " > /mine; rm /bin/cat")
        .exitsWith(0);
    Path archive = folder.resolve("all.tar");
    CommandLines.execute("export", "-o", archive.toString(), name).exitsWith(0);
    Process tar =
        new ProcessBuilder("tar", "-tf", archive.toString()).redirectErrorStream(true).start();
    tar.getOutputStream().close();
    List<String> names =
        new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertTrue(names.contains("mine") && names.contains("usr/bin/sh"), names.toString());
    assertFalse(
        names.contains("usr/bin/cat") || names.toString().contains(".wh."), names.toString());
    CommandLines.execute("import", archive.toString(), name + ":x").exitsWith(0);
    CommandLines.run("run", "--rm", name + ":x", "sh", "-c", "read a < /mine; echo $a")
        .prints(name + "\n");
    CommandLines.execute("rmi", name + ":x").exitsWith(0);
  }

  @Test
  void nothingIsListedOfContainersThatWereToBeRemoved() {
    CommandLines.execute("run", "--rm", "--name", name, "lab", "true").exitsWith(0);
    assertEquals("", row("-a"));
    assertTrue(rows("-a").get(0).startsWith("CONTAINER ID "));
    assertFalse(rows("-aq").contains("CONTAINER"));
  }
}
