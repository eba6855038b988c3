package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A real distribution, made by debootstrap: {@code -Dmd.debian.rootfs} names its tar. */
class DebianRootfsIT {
  private final String name = "md-debian-" + new Random().nextInt(1 << 30);

  @Test
  void itRunsInItsOwnWorld() throws Exception {
    Requirements.containers();
    CommandLines.execute("import", rootfs().toString(), name).exitsWith(0);
    try {
      Outcome outcome =
          CommandLines.run(
              "run",
              "--rm",
              "-h",
              name,
              name,
              "bash",
              "-lc",
              "apt-get --version; cat /etc/os-release; hostname; ls /; ps aux; true");
      outcome.exitsWith(0);
      List<String> lines = outcome.out().lines().toList();
      assertTrue(lines.get(0).matches("apt \\d.*"), outcome::toString);
      assertTrue(
          lines.stream().anyMatch(line -> line.matches("ID=(debian|ubuntu)")), outcome::toString);
      assertTrue(lines.contains(name) && lines.contains("usr"), outcome::toString);
      assertOnlyOwnProcesses(lines.subList(headerOfPs(lines) + 1, lines.size()));
    } finally {
      CommandLines.execute("rmi", name).exitsWith(0);
    }
  }

  private static int headerOfPs(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("USER ")) {
        return i;
      }
    }
    throw new AssertionError("ps printed nothing: " + lines);
  }

  /** The shell as process 1, and ps. */
  private static void assertOnlyOwnProcesses(List<String> processes) {
    List<String[]> rows = processes.stream().map(row -> row.split(" +", 11)).toList();
    assertEquals("1", rows.get(0)[1]);
    assertTrue(rows.get(0)[10].startsWith("bash -lc "), () -> Arrays.toString(rows.get(0)));
    assertEquals(List.of("ps aux"), rows.stream().skip(1).map(row -> row[10]).toList());
    assertTrue(rows.stream().allMatch(row -> row[0].equals("root")), processes::toString);
  }

  private static Path rootfs() {
    Optional<String> named =
        Optional.ofNullable(System.getProperty("md.debian.rootfs"))
            .or(() -> Optional.ofNullable(System.getenv("MD_DEBIAN_ROOTFS")));
    Requirements.require(
        named.map(Path::of).filter(Files::isReadable).isPresent(),
        "no tar of a Debian root file system is named by -Dmd.debian.rootfs; .ci/debian-rootfs makes one");
    return Path.of(named.orElseThrow());
  }
}
