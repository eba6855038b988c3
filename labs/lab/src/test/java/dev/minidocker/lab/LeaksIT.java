package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaks of every kind, made by other programs in namespaces of their own, and in a journal. */
@Requires(
    value = {Need.NAMESPACES, Need.USER_NAMESPACES},
    programs = {"unshare", "mount", "ip", "flock"})
class LeaksIT {
  private static final String LEAKS = Command.words(Command.lab("leaks"));
  private static final String RESTORE = Command.words(Command.lab("restore"));

  @TempDir Path state;

  private final String name =
      "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 16, 1 << 28));
  private Path journal;
  private Path tree;

  @BeforeEach
  void aJournalOfAKilledExperiment() throws IOException {
    Path home = Files.createDirectories(state.resolve("mini-docker").resolve("labs.running"));
    journal = home.resolve(ThreadLocalRandom.current().nextLong(1L << 40) + ".journal");
    tree = state.resolve(name);
    Files.writeString(journal, "kit/killed\n");
  }

  @Test
  void isListedAndRemovedTheLatestFirst() throws Exception {
    writeDown("link " + name, "file " + tree, "mount " + tree, "mount " + tree + "/ns");
    String make =
        "ip link add "
            + name
            + " type bridge && mkdir "
            + tree
            + " && mount -t tmpfs md "
            + tree
            + " && touch "
            + tree
            + "/ns && mount --bind /proc/self/ns/uts "
            + tree
            + "/ns; ";
    String text = inNamespaces(make + LEAKS + "; echo CODE $?; " + RESTORE + " && ip link").text();
    assertTrue(text.contains("link " + name + ", of kit/killed"), text);
    assertTrue(text.contains("CODE 1"), text);
    List<String> removed = text.lines().filter(line -> line.startsWith("✓ removed ")).toList();
    assertEquals(
        List.of(
            "✓ removed mount " + tree + "/ns",
            "✓ removed mount " + tree,
            "✓ removed file " + tree,
            "✓ removed link " + name),
        removed,
        text);
    assertTrue(text.contains("Nothing is left.") && !text.contains(name + ": <"), text);
    assertFalse(Files.exists(tree) || Files.exists(journal), text);
  }

  @Test
  void whatIsNotNamedAsOursIsNotTouchedWhateverTheJournalSays() throws Exception {
    Path precious = Files.writeString(state.resolve("precious"), "precious");
    writeDown(
        "link lo", "file " + precious, "mount /proc", "cgroup " + precious, "nonsense " + name);
    Command.Outcome restored = inNamespaces(RESTORE).exitsWith(1);
    restored.shows("✗ not touched: link lo: its name does not begin with md-");
    restored.shows("✗ not touched: file " + precious, "✗ not touched: mount /proc");
    restored.shows("✗ not understood: nonsense");
    assertEquals("precious", Files.readString(precious));
    assertTrue(Files.exists(journal));
  }

  @Test
  void whatIsInNoJournalIsNamedAndLeftToItsOwner() throws Exception {
    String make = "ip link add " + name + " type bridge; ";
    Command.Outcome both = inNamespaces(make + LEAKS + "; " + RESTORE + "; ip link show " + name);
    both.exitsWith(0).shows("ip link delete " + name, "in no journal", name + ": <");
  }

  @Test
  void anExperimentThatStillRunsIsNotTouched() throws Exception {
    Files.createDirectory(tree);
    writeDown("file " + tree);
    Command.Outcome restored =
        inNamespaces("flock " + journal + " sh -c \"$0\"", LEAKS + "; " + RESTORE);
    restored.exitsWith(0).shows("kit/killed is running, and is not touched.");
    assertTrue(Files.exists(tree) && Files.exists(journal));
    inNamespaces(RESTORE).exitsWith(0).shows("✓ removed file " + tree);
    assertFalse(Files.exists(tree));
  }

  @Test
  void aNewProcessWithTheNumberOfAnOldOneIsNotMistakenForIt() throws Exception {
    writeDown("process " + ProcessHandle.current().pid() + " 17");
    inNamespaces(LEAKS).exitsWith(0).shows("Nothing is left.");
    inNamespaces(RESTORE).exitsWith(0);
    assertFalse(Files.exists(journal));
  }

  @Test
  void aLineThatWasCutOffIsOfSomethingThatWasNotMadeYet() throws Exception {
    Files.createDirectory(tree);
    Files.writeString(journal, "kit/killed\nfile " + tree);
    inNamespaces(RESTORE).exitsWith(0);
    assertTrue(Files.exists(tree));
  }

  @Test
  void theJsonFormNamesTheKindThePlaceAndTheExperiment() throws Exception {
    Files.createDirectory(tree);
    writeDown("file " + tree);
    String text = inNamespaces(Command.words(Command.lab("leaks", "--json"))).exitsWith(1).text();
    var left = JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("left").get(0);
    assertEquals("file", left.getAsJsonObject().get("kind").getAsString());
    assertEquals(tree.toString(), left.getAsJsonObject().get("what").getAsString());
    assertEquals("kit/killed", left.getAsJsonObject().get("experiment").getAsString());
  }

  private void writeDown(String... traces) throws IOException {
    Files.writeString(journal, "kit/killed\n" + String.join("\n", traces) + "\n");
  }

  /** With a view of the cgroups of others that shows none. */
  private Command.Outcome inNamespaces(String... script) throws Exception {
    String hide = "mount -t tmpfs md /sys/fs/cgroup; ";
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "--net",
                "sh",
                "-c",
                hide + script[0]));
    command.addAll(List.of(script).subList(1, script.length));
    return Command.run(state, command);
  }
}
