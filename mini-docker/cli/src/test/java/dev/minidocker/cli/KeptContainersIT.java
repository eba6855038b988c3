package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
                    "run", "--name", name, "lab", "sh", "-c", "echo up; exec sleep 60"))
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
  void nothingIsListedOfContainersThatWereToBeRemoved() {
    CommandLines.execute("run", "--rm", "--name", name, "lab", "true").exitsWith(0);
    assertEquals("", row("-a"));
    assertTrue(rows("-a").get(0).startsWith("CONTAINER ID "));
    assertFalse(rows("-aq").contains("CONTAINER"));
  }
}
