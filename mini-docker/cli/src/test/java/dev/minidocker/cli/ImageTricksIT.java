package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Images whose mount points are links or files: each is refused in one line, or runs without
 * anything of the host in reach.
 */
class ImageTricksIT {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private final String name = "md-" + Long.toHexString(System.nanoTime());
  @TempDir Path folder;
  private Path rootfs;
  private Traces before;

  @BeforeAll
  static void needs() {
    Requirements.containers();
    Requirements.program("tar");
    Requirements.require(Files.isExecutable(BUSYBOX), "busybox-static is not installed");
    CommandLines.execute("run", "--rm", "lab", "true"); // opens what this process keeps open
  }

  @BeforeEach
  void aRootFileSystemOfOneProgram() throws Exception {
    rootfs = Files.createDirectory(folder.resolve("rootfs"));
    Files.copy(BUSYBOX, Files.createDirectory(rootfs.resolve("bin")).resolve("busybox"));
    Files.createSymbolicLink(rootfs.resolve("bin/sh"), Path.of("busybox"));
    Files.createDirectory(folder.resolve("target"));
    before = Traces.now();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Traces.assertNoneSince(before);
  }

  @ParameterizedTest
  @CsvSource({
    "proc, ../etc",
    "proc, /",
    "proc, /..",
    "proc, ../../..",
    "proc, /dev",
    "proc, proc",
    "dev, /",
    "dev, /..",
    "dev, ../../proc",
    "dev, /nowhere/at/all",
    "dev, /proc/1/root",
    "sys, ../sys",
    "sys, /",
    "sys, /proc/self/root",
    "sys, dev",
    "sys, ../tmp",
    "etc, ../../../../../../../../../etc",
    "etc, OUT",
    "etc, /proc/1/root/etc",
    "etc, /proc/1/cwd",
    "bin, OUT"
  })
  void aMountPointThatIsALinkLeadsToNothingOfTheHost(String place, String target) throws Exception {
    Path link = rootfs.resolve(place);
    if (place.equals("bin")) {
      Files.move(link, rootfs.resolve("programs"));
    }
    String to = target.replace("OUT", "../".repeat(20) + folder.resolve("target"));
    Files.createSymbolicLink(link, Path.of(to));
    judge();
  }

  /** Without /proc or /sys a container would not be what was asked for. */
  @ParameterizedTest
  @CsvSource({"proc, ../etc", "proc, /bin", "sys, ../tmp", "sys, /bin"})
  void aLinkInThePlaceOfProcOrSysIsRefused(String place, String target) throws Exception {
    Files.createSymbolicLink(rootfs.resolve(place), Path.of(target));
    Outcome outcome = judge();
    assertEquals(125, outcome.code());
    assertTrue(outcome.err().contains("\"/" + place + "\""), outcome::toString);
    assertTrue(outcome.err().contains("ELOOP"), outcome::toString);
  }

  @ParameterizedTest
  @CsvSource({"proc", "dev", "sys", "etc", "etc/hosts", "dev/null", "dev/shm", "dev/pts"})
  void aMountPointThatIsAFileIsRefusedOrReplaced(String place) throws Exception {
    Path file = rootfs.resolve(place);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "a file of the image");
    judge();
  }

  @Test
  void aLinkInsideAMountedDirectoryLeadsToNothingOfTheHost() throws Exception {
    Path etc = Files.createDirectory(rootfs.resolve("etc"));
    for (String file : List.of("hosts", "hostname", "resolv.conf", "passwd", "group")) {
      Files.createSymbolicLink(
          etc.resolve(file), Path.of("../".repeat(20) + folder.resolve("target/" + file)));
    }
    judge();
  }

  private Outcome judge() throws Exception {
    List<String> hostBefore = hostMounts();
    CommandLines.run(
            List.of("tar", "-C", rootfs.toString(), "-cf", folder + "/tar", "."),
            new byte[0],
            java.util.Map.of())
        .exitsWith(0);
    CommandLines.execute("import", folder + "/tar", name).exitsWith(0);
    Path secret = Files.writeString(folder.resolve("secret"), name);
    String look =
        "for f in %1$s /dev%1$s /proc%1$s /etc%1$s /sys%1$s /..%1$s /proc/1/root%1$s /proc/1/cwd%1$s; do"
            + " [ -e $f ] && echo FOUND $f; done; echo x >/etc/written; echo x >/dev/written;"
            + " /bin/busybox true; echo ended";
    Outcome outcome =
        CommandLines.run("run", "--rm", name, "/bin/sh", "-c", look.formatted(secret));
    if (outcome.code() == 0) {
      assertTrue(outcome.out().endsWith("ended\n"), outcome::toString);
    } else {
      outcome.complains(outcome.code());
      assertTrue(List.of(125, 126, 127).contains(outcome.code()), outcome::toString);
    }
    assertFalse(outcome.out().contains("FOUND"), outcome::toString);
    CommandLines.execute("rmi", name).exitsWith(0);
    assertEquals(hostBefore, hostMounts());
    assertEquals(List.of(), List.of(folder.resolve("target").toFile().list()));
    for (String place : List.of("/etc/written", "/dev/written")) {
      assertFalse(Files.exists(Path.of(place)), place);
    }
    return outcome;
  }

  private static List<String> hostMounts() throws Exception {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.toList();
    }
  }
}
