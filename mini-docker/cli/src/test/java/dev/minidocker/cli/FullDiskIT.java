package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without a free block, before, while and after a container runs. */
class FullDiskIT {
  private static final String UNSHARE =
      System.getProperty("user.name").equals("root") ? "-m" : "-rm";

  @TempDir Path folder;
  private Path root;
  private Path miniDocker;

  @BeforeEach
  void prepare() throws Exception {
    Requirements.containers();
    Requirements.program("unshare");
    root = Files.createDirectory(folder.resolve("state"));
    miniDocker = CommandLines.script(folder);
  }

  @Test
  void memoryThatIsUsedUpIsNamedAndCanBeFreed() throws Exception {
    fill("mount -t tmpfs -o size=64m md-full \"$R\"");
  }

  @Test
  void aFileSystemOfBlocksThatIsFullIsNamedAndCanBeFreed() throws Exception {
    Requirements.require(
        UNSHARE.equals("-m"), "only root may mount a file system of blocks; this is another user");
    Requirements.program("mkfs.ext4");
    String disk = folder.resolve("disk").toString();
    fill("truncate -s 64m %1$s && mkfs.ext4 -q -m 0 %1$s && mount -o loop %1$s $R".formatted(disk));
  }

  /** Each line of the output is the exit code of one step, and then what is left. */
  private void fill(String mount) throws Exception {
    String script =
        """
        %s || exit 99
        fill() { cat /dev/zero >"$R/filler" 2>/dev/null; }
        "$M" run --rm lab true; echo "first $?"
        "$M" run --rm lab sh -c 'cat /dev/zero >/big 2>/dev/null; rm /big'; echo "inside $?"
        "$M" run --rm -i lab sh -c 'echo ready >&2; read x; exit 7' <"$1/fifo" 2>"$1/ready" &
        exec 3>"$1/fifo"
        until [ -s "$1/ready" ]; do sleep 0.05; done
        fill
        echo >&3
        wait $!; echo "removed when full $?"
        fill
        echo "left" $(ls -A "$R/containers" "$R/tmp" | grep -v :)
        "$M" run --rm lab sh -c 'echo x >/x' 2>"$1/run"; echo "run when full $?"
        "$M" import "$1/tar" md 2>"$1/import"; echo "import when full $?"
        rm "$1/tar"
        echo "left" $(ls -A "$R/containers" "$R/tmp" | grep -v :)
        "$M" rmi lab >/dev/null; echo "freed $?"
        rm "$R/filler"
        "$M" run --rm lab true; echo "last $?"
        """
            .formatted(mount);
    Files.write(folder.resolve("f"), new byte[1 << 20]);
    Map<String, String> environment =
        Map.of("R", root.toString(), "M", miniDocker.toString(), "MINI_DOCKER_ROOT", root + "");
    String tar = "tar -C \"$1\" -cf \"$1/tar\" f && mkfifo \"$1/fifo\" && ";
    List<String> command =
        List.of("unshare", UNSHARE, "sh", "-c", tar + "{ " + script + " }", "sh", folder + "");
    Outcome outcome = CommandLines.run(command, new byte[0], environment);
    List<String> lines = outcome.out().lines().toList();
    assertEquals(
        List.of("first 0", "inside 0", "removed when full 7", "left"),
        lines.subList(0, 4),
        outcome::toString);
    assertEquals(List.of("import when full 1", "left", "freed 0", "last 0"), lines.subList(5, 9));
    oneLine("import", "no space left");
    if (!lines.get(4).equals("run when full 0")) { // a file system may keep blocks for small files
      assertEquals("run when full 125", lines.get(4));
      oneLine("run", root.toString());
    }
  }

  private void oneLine(String file, String part) throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve(file));
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("mini-docker: "), lines::toString);
    assertTrue(lines.get(0).contains(part), lines::toString);
  }
}
