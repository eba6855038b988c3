package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Groups of a container whose JVM was killed are removed by a later container, if not the next. */
@Requires(
    value = Need.ROOT,
    programs = {"sleep"})
class LeftGroupsIT {
  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  private final Path containers = LAB.get().state().resolve("containers");
  private final String id = HexFormat.of().formatHex(random(32));
  private Process process;
  private Path group;

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new Random().nextBytes(random);
    return random;
  }

  /** As a killed JVM leaves them: with a process that does not end at once. */
  @BeforeEach
  void leaveAGroup() throws Exception {
    group = groups().resolve(id);
    process = new ProcessBuilder("sleep", "1000").start();
    try (ContainerDirectory directory = ContainerDirectory.create(containers, id)) {
      directory.write("groups", group.toString());
      Files.createDirectories(group);
      Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
    }
  }

  @AfterEach
  void end() throws Exception {
    process.destroyForcibly().waitFor();
  }

  /** Where containers have groups. */
  private static Path groups() {
    try (PreparedContainer prepared = LAB.get().engine().prepare(ContainerSpecs.plain("true"))) {
      return prepared.groups().get(0).getParent();
    }
  }

  @Test
  void oneWhoseProcessesDoNotEndIsNotForgotten() throws Exception {
    LAB.get().run(ContainerSpecs.plain("true"));
    assertTrue(Files.exists(group), "nobody can remove it now");
    assertEquals(List.of(), LAB.get().engine().containers().list(), "of the container is nothing");
    process.destroyForcibly().waitFor();
    LAB.get().run(ContainerSpecs.plain("true"));
    assertFalse(Files.exists(group));
    assertEquals(List.of(), Remains.entries(containers));
  }
}
