package dev.minidocker.labs.mnt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that are made to lead a runtime astray. */
@Requires(Need.NAMESPACES)
class InImageTricksIT {
  @TempDir Path host;
  private Path image;
  private Path secret;

  static List<Starter> starters() {
    return Starter.possible();
  }

  @BeforeEach
  void makeAnImageBesideASecret() throws IOException {
    image = Files.createDirectory(host.resolve("image"));
    secret = Files.writeString(host.resolve(UUID.randomUUID().toString()), "secret");
  }

  @ParameterizedTest
  @MethodSource("starters")
  void nothingIsReachableAboveTheRoot(Starter starter) {
    Tree.Plan.of(starter, image).afterwards(open("/.." + secret, Errno.ENOENT)).run(proc -> {});
  }

  @ParameterizedTest
  @MethodSource("starters")
  void aMountOnTheRootItselfDoesNotKeepTheOldOneThere(Starter starter) throws IOException {
    for (String trick : List.of("/", ".", "..", "/../..")) {
      Path proc = image.resolve("proc");
      Files.deleteIfExists(proc);
      Files.createSymbolicLink(proc, Path.of(trick));
      Tree.Plan plan =
          Tree.Plan.of(starter, image)
              .beforeLeaving(Program.of(Mounts.mount("tmpfs", "/proc", "tmpfs", null)))
              .afterwards(open("/.." + secret, Errno.ENOENT));
      ErrnoException refused = assertThrows(ErrnoException.class, () -> plan.run(any -> {}));
      assertEquals(Errno.EXDEV, refused.errno(), refused.getMessage());
    }
  }

  private static Program open(String path, Errno expected) {
    Step open =
        Step.of(
            Syscall.OPENAT,
            Arg.constant("AT_FDCWD", -100),
            Arg.of(path),
            Arg.constant("O_PATH", 010000000));
    return Program.of(open.on(expected, Step.FOLLOWING).expecting(Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("starters")
  void aFileThatIsALinkToNowhereIsCovered(Starter starter) throws IOException {
    Files.createDirectory(image.resolve("etc"));
    Files.createSymbolicLink(image.resolve("etc/resolv.conf"), Path.of("../run/nowhere/stub"));
    Path source = Files.writeString(host.resolve("resolv.conf"), "nameserver 192.0.2.53\n");
    Tree.Plan.of(starter, image)
        .with(new Attachment.Bind(source, "/etc/resolv.conf", false, true))
        .run(
            proc ->
                assertEquals(
                    "nameserver 192.0.2.53\n", Tree.read(proc.resolve("root/etc/resolv.conf"))));
    assertFalse(Files.exists(image.resolve("run")));
  }

  @ParameterizedTest
  @MethodSource("starters")
  void aDirectoryThatIsALinkIsFollowedInsideTheRoot(Starter starter) throws IOException {
    Path outside = Files.createDirectory(host.resolve("outside"));
    Files.createDirectories(image.resolve(outside.toString().substring(1)));
    Files.createSymbolicLink(image.resolve("data"), outside);
    Path source = Files.createDirectory(host.resolve("source"));
    String name = UUID.randomUUID().toString();
    Files.writeString(source.resolve(name), name);
    Tree.Plan.of(starter, image)
        .with(new Attachment.Bind(source, "/data/", true, false))
        .run(
            proc -> {
              assertEquals(name, Tree.read(proc.resolve("root" + outside).resolve(name)));
            });
    assertEquals(0, outside.toFile().list().length);
  }
}
