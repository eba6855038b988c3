package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts where the image has a symbolic link to nothing. */
class DanglingTargetIT {
  private final String word = "w" + Long.toHexString(new Random().nextLong());
  private final String image = "md-dangling-" + word;
  @TempDir Path folder;
  private String directory;
  private String file;

  @BeforeEach
  void anImageWithALinkToNowhere() throws Exception {
    Requirements.containers();
    Files.write(
        folder.resolve("Dockerfile"), List.of("FROM lab", "RUN ln -s /" + word + "/x /link"));
    CommandLines.execute("build", "-q", "-t", image, folder.toString()).exitsWith(0);
    directory = Files.createDirectory(folder.resolve("d")).toString();
    file = Files.writeString(folder.resolve("f"), word).toString();
  }

  @AfterEach
  void remove() {
    CommandLines.execute("rmi", image);
  }

  @Test
  void aDirectoryCannotBeMountedOnIt() {
    Outcome outcome =
        CommandLines.execute("run", "--rm", "-v", directory + ":/link", image, "true");
    outcome.complains(125, "/link", "is a link to nothing");
    assertFalse(outcome.err().contains("limit"), outcome::toString);
  }

  @Test
  void norIsADirectoryMadeBehindIt() {
    CommandLines.execute("run", "--rm", "-v", directory + ":/link/sub", image, "true")
        .complains(125, "/link/sub", "is a link to nothing");
  }

  @Test
  void aFileCoversIt() throws Exception {
    CommandLines.run("run", "--rm", "-v", file + ":/link", image, "cat", "/link").prints(word);
  }
}
