package dev.minidocker.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy has everything that find(1) and cmp(1) can see of the original. */
class TreeCopyIT {
  private static final String LIST =
      "cd \"$1\" && find . -mindepth 1 -printf '%P %y %m %U:%G %s %T@ %l %n\\n' | sort && "
          + "find . -type f -perm -400 | sort | xargs cat | cksum";

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  @TempDir private Path place;

  private final int seed = new Random().nextInt(1 << 20);

  private String sh(String script, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script, "sh");
    builder.command().addAll(List.of(arguments));
    Process process = builder.directory(place.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(0, process.waitFor(), out);
    return out;
  }

  private String list(String directory) throws Exception {
    return sh(LIST, directory);
  }

  private void copy() throws Exception {
    Files.createDirectory(place.resolve("to"));
    TreeCopy.onto(place.resolve("from"), place.resolve("to"));
  }

  @Test
  void everyTypeOfFileIsCopiedWithAllThatIsKnownOfIt() throws Exception {
    sh(
        "mkdir -p from/a/b; echo "
            + seed
            + " > from/a/f; ln from/a/f from/a/b/g; ln -s /no/where from/l; mkfifo from/p;"
            + " chmod 4751 from/a/f; chmod 1770 from/a/b; printf x > \"from/$(printf '\\377\\n')\";"
            + " touch -h -d @12345.678901234 from/l; touch -d @98765.4321 from/a/f from/a");
    if (ROOT) {
      sh("mknod from/c c 5 300; mknod from/b b 4000 7; chown -h 7:8 from/l; chown 9:10 from/p");
    }
    copy();
    assertEquals(list("from"), list("to"));
    assertEquals(
        Files.getAttribute(place.resolve("to/a/f"), "unix:ino"),
        Files.getAttribute(place.resolve("to/a/b/g"), "unix:ino"));
    assertTrue(
        !Files.getAttribute(place.resolve("to/a/f"), "unix:ino")
            .equals(Files.getAttribute(place.resolve("from/a/f"), "unix:ino")));
  }

  @Test
  void whatItsOwnerMayNotReadIsCopiedToo() throws Exception {
    sh("mkdir -p from/d; echo " + seed + " > from/d/f; chmod 000 from/d/f from/d");
    copy();
    sh("test $(stat -c %a from/d to/d | sort -u) = 0; chmod 700 from/d to/d");
    sh("test $(stat -c %a from/d/f to/d/f | sort -u) = 0; chmod 600 from/d/f to/d/f");
    sh("cmp from/d/f to/d/f");
  }

  @Test
  void holesStayHoles() throws Exception {
    sh(
        "mkdir from; truncate -s 3G from/f; printf "
            + seed
            + " | dd of=from/f bs=1 seek=5M"
            + " conv=notrunc status=none");
    copy();
    assertEquals(3L << 30, Files.size(place.resolve("to/f")));
    long blocks = Long.parseLong(sh("stat -c %b to/f").strip());
    assertTrue(blocks < 100_000, "it takes " + blocks + " blocks");
    sh("cmp -n 6000000 from/f to/f");
  }
}
