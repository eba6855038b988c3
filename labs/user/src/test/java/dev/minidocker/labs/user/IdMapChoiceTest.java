package dev.minidocker.labs.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.user.UserConfig.Writer;
import dev.minidocker.linux.proc.UidMap.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines made up as files: which map an ordinary user gets there, and why. */
class IdMapChoiceTest {
  private final int uid = ThreadLocalRandom.current().nextInt(1000, 60_000);
  private final IdMapChoice.Account me = new IdMapChoice.Account("somebody", uid, uid + 1);

  @TempDir Path machine;

  @BeforeEach
  void aMachineWithEverything() throws IOException {
    install("newuidmap");
    install("newgidmap");
    put("etc/subuid", "other:1:2\nsomebody:100000:65536\n");
    put("etc/subgid", "somebody:200000:65536\n" + uid + ":300000:10\n");
  }

  @Test
  void allSubordinateIdsAreMappedAndOneselfIsRoot() {
    UserConfig config = choice().config();
    assertEquals(
        List.of(new Range(0, uid, 1), new Range(1, 100000, 65536)), config.users().ranges());
    assertEquals(
        List.of(
            new Range(0, uid + 1, 1), new Range(1, 200000, 65536), new Range(65537, 300000, 10)),
        config.groups().ranges());
    assertEquals(Writer.NEWIDMAP, config.writer());
    assertTrue(choice().reason().contains("65537 users"), choice().reason());
  }

  @Test
  void withoutNewuidmapThereIsOneId() throws IOException {
    Files.delete(machine.resolve("usr/bin/newgidmap"));
    single("newgidmap is not installed", "uidmap");
  }

  @Test
  void withoutAnEntryThereIsOneId() throws IOException {
    put("etc/subgid", "other:1:2\n");
    single("/etc/subgid gives somebody no ids", "usermod --add-subgids");
  }

  @Test
  void withoutAFileThereIsOneId() throws IOException {
    Files.delete(machine.resolve("etc/subuid"));
    single("/etc/subuid gives somebody no ids", "usermod --add-subuids");
  }

  @Test
  void entriesThatOverlapAreNoMap() throws IOException {
    put("etc/subuid", "somebody:100000:65536\nsomebody:100001:9\n");
    single("overlap", "correct them");
  }

  private void single(String... words) {
    assertEquals(UserConfig.single(0, uid, 0, uid + 1), choice().config());
    for (String word : words) {
      assertTrue(choice().reason().contains(word), choice().reason());
    }
  }

  private IdMapChoice choice() {
    return IdMapChoice.of(me, machine);
  }

  private void install(String program) throws IOException {
    put("usr/bin/" + program, "");
    assertTrue(machine.resolve("usr/bin/" + program).toFile().setExecutable(true));
  }

  private void put(String file, String content) throws IOException {
    Path path = machine.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
