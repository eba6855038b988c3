package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What info tells is what other programs say of the machine. */
class InfoIT {

  private static String field(String template) {
    return CommandLines.execute("info", "--format", template).exitsWith(0).out().strip();
  }

  private static String saidBy(String... command) throws Exception {
    Outcome outcome = CommandLines.run(List.of(command), new byte[0], Map.of());
    return outcome.exitsWith(0).out().strip();
  }

  @Test
  void theMachineIsDescribedAsUnameAndNprocDo() throws Exception {
    assertEquals(saidBy("uname", "-r"), field("{{.KernelVersion}}"));
    assertEquals(saidBy("uname", "-m"), field("{{.Architecture}}"));
    assertEquals(saidBy("uname", "-n"), field("{{.Name}}"));
    assertEquals(saidBy("nproc"), field("{{.NCPU}}"));
    String kilobytes = saidBy("sh", "-c", "awk '/^MemTotal/{print $2}' /proc/meminfo");
    assertEquals(Long.parseLong(kilobytes) * 1024, Long.parseLong(field("{{.MemTotal}}")));
    assertEquals(
        saidBy("sh", "-c", ". /etc/os-release && echo \"$PRETTY_NAME\""),
        field("{{.OperatingSystem}}"));
  }

  @Test
  void theFileSystemIsTheOneThatStatNames() throws Exception {
    CommandLines.execute("run", "--rm", "lab", "true").exitsWith(0);
    String seen = saidBy("stat", "-f", "-c", "%T", CommandLines.STATE.toString());
    String told = field("{{json .DriverStatus}}");
    String expected = seen.startsWith("ext") ? "extfs" : seen;
    assertEquals("[[\"Backing Filesystem\",\"" + expected + "\"]]", told);
    assertEquals(CommandLines.STATE.toString(), field("{{.DockerRootDir}}"));
  }

  @Test
  void containersAreCounted() {
    String name = "md-info-" + System.nanoTime();
    long before = Long.parseLong(field("{{.ContainersStopped}}"));
    CommandLines.execute("run", "--name", name, "lab", "true").exitsWith(0);
    try {
      assertEquals(before + 1, Long.parseLong(field("{{.ContainersStopped}}")));
    } finally {
      CommandLines.execute("rm", name).exitsWith(0);
    }
  }

  @Test
  void theWholeIsJsonAndAsText() {
    byte[] json = field("{{json .}}").getBytes(StandardCharsets.UTF_8);
    Map<String, Object> all = Json.read(json, "info");
    assertEquals("linux", all.get("OSType"));
    String text = CommandLines.execute("info").exitsWith(0).out();
    assertTrue(text.contains("\nStorage Driver: " + all.get("Driver") + "\n"), text);
    assertTrue(text.contains("\nKernel Version: " + all.get("KernelVersion") + "\n"), text);
    boolean rootless = all.get("SecurityOptions").equals(List.of("name=rootless"));
    assertEquals(rootless, text.contains("\nSecurity Options:\n rootless\n"), text);
    assertEquals(rootless, text.contains("Security Options"), text);
    CommandLines.execute("info", "-f", "{{.Nothing}}").complains(1, "no field Nothing", "Driver");
  }

  @Test
  void theStorageDriverOfANewDirectoryIsChosenOnce(@TempDir Path folder) throws Exception {
    Map<String, String> root = Map.of("MINI_DOCKER_ROOT", folder.resolve("state").toString());
    String[] info = {"--storage-driver", "vfs", "info", "-f", "{{.Driver}}"};
    CommandLines.run(CommandLines.miniDocker(info), new byte[0], root).prints("vfs\n");
    CommandLines.run(CommandLines.miniDocker("info", "-f", "{{.Driver}}"), new byte[0], root)
        .prints("vfs\n");
    CommandLines.run(
            CommandLines.miniDocker("--storage-driver=overlay2", "info"), new byte[0], root)
        .complains(125, "was made with the storage driver vfs, not overlay2");
    CommandLines.execute("--storage-driver", "zfs", "ps").complains(125, "no part of Linux");
  }

  @Test
  void withCopiesAContainerIsCommittedExportedAndRunAgain(@TempDir Path folder) throws Exception {
    Requirements.containers();
    Map<String, String> vfs =
        Map.of(
            "MINI_DOCKER_ROOT",
            folder.resolve("state").toString(),
            "MINI_DOCKER_STORAGE_DRIVER",
            "vfs");
    String word = "md" + System.nanoTime();
    String change = "echo " + word + " > /made; rm /etc/passwd";
    on(vfs, "run", "--name", "c", "lab", "sh", "-c", change).exitsWith(0);
    on(vfs, "commit", "c", "i:1").exitsWith(0);
    on(vfs, "run", "--rm", "i:1", "sh", "-c", "cat /made; test -e /etc/passwd || echo gone")
        .prints(word + "\ngone\n");
    Path archive = folder.resolve("tar");
    on(vfs, "export", "-o", archive.toString(), "c").exitsWith(0);
    String names = saidBy("tar", "-tf", archive.toString());
    assertTrue(names.contains("\nmade\n") && !names.contains("etc/passwd"), names);
    on(vfs, "rm", "c").exitsWith(0);
    on(vfs, "rmi", "i:1").exitsWith(0);
  }

  private static Outcome on(Map<String, String> environment, String... arguments) throws Exception {
    return CommandLines.run(CommandLines.miniDocker(arguments), new byte[0], environment);
  }
}
