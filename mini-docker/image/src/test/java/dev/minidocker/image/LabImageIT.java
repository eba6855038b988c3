package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image made of this host's commands, run by chroot(1) on its files alone. */
class LabImageIT {
  private static final List<String> HOST_PATH = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

  @TempDir Path base;
  private ImageStore store;

  @BeforeEach
  void open() {
    store = ImageStore.open(base.resolve("store"));
  }

  private String inside(Image image, String script) {
    Needs.program("unshare");
    Needs.program("chroot");
    String root = image.layerDirs().get(0).toString();
    List<String> chroot =
        Needs.root()
            ? List.of("chroot", root, "/bin/sh", "-c", script)
            : List.of("unshare", "-r", "chroot", root, "/bin/sh", "-c", script);
    return Commands.run(base, chroot);
  }

  @Test
  void theSameHostGivesTheSameImage() {
    Image first = LabImage.in(store);
    store.remove("lab");
    assertEquals(first.id(), LabImage.in(store).id());
    assertEquals(List.of("sh"), first.config().defaults().cmd());
  }

  @Test
  void itsCommandsRun() {
    Image image = LabImage.in(store);
    String word = Commands.randomName();
    assertEquals(word + "\n", inside(image, "echo " + word + " | cat | grep n | head -n 1"));
    assertTrue(inside(image, "id").startsWith("uid=0(root)"));
    assertTrue(inside(image, "id -u learner").startsWith("1000"));
    inside(image, "hostname; uname -a; ls -la /; ip link; stat /etc/passwd; sleep 0");
  }

  @Test
  void everyCommandThatBusyboxListsIsThere() throws IOException {
    Needs.program("busybox");
    Image image = LabImage.in(store);
    Path commands = image.layerDirs().get(0).resolve("usr/bin");
    for (String applet : Commands.run(base, "busybox", "--list").lines().toList()) {
      assertTrue(Files.exists(commands.resolve(applet), LinkOption.NOFOLLOW_LINKS), applet);
    }
    try (Stream<Path> links = Files.list(commands)) {
      List<String> listed = Commands.run(base, "busybox", "--list").lines().toList();
      for (Path link : links.filter(Files::isSymbolicLink).toList()) {
        boolean toBusybox = Files.readSymbolicLink(link).toString().equals("busybox");
        assertTrue(!toBusybox || listed.contains(link.getFileName().toString()), link.toString());
      }
    }
  }

  @Test
  void aHostWithoutBusyboxGivesItsOwnCommandsAndTheirLibraries() throws IOException {
    Path without = Files.createDirectory(base.resolve("bin"));
    for (String directory : HOST_PATH) {
      try (Stream<Path> commands = Files.list(Path.of(directory))) {
        for (Path command : commands.toList()) {
          Path link = without.resolve(command.getFileName().toString());
          if (!link.endsWith("busybox") && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, command);
          }
        }
      }
    }
    Image image = LabImage.make(store, without.toString()).image();
    Commands.run(base, "rm", "-r", without.toString());
    assertTrue(inside(image, "ls -la /bin/").contains("cat"));
    String broken =
        inside(
            image,
            "for f in /usr/bin/*; do \"$f\" --help </etc/passwd >/tmp/out 2>&1;"
                + " case $? in 126|127) echo \"$f\";; esac; done");
    assertEquals("", broken);
  }

  @Test
  void aPathWithoutAShellIsRefused() {
    ImageException refusal =
        assertThrows(ImageException.class, () -> LabImage.make(store, base.toString()));
    assertTrue(refusal.getMessage().contains("neither busybox nor sh"), refusal.getMessage());
  }
}
