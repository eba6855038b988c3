package dev.minidocker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root where there is nobody else: what {@code unshare --map-root-user} makes of anybody. */
class LoneRootIT {

  @TempDir Path folder;

  @BeforeEach
  void everythingIsThere() {
    Requirements.userNamespaces();
    Requirements.program("unshare");
    Requirements.program("tar");
  }

  @Test
  void anArchiveOfOthersFilesIsUnpacked() throws Exception {
    int stranger = ThreadLocalRandom.current().nextInt(1, 60_000);
    Files.writeString(folder.resolve("file"), "theirs");
    Path tar = folder.resolve("archive.tar");
    CommandLines.run(
            List.of(
                "tar",
                "-cf",
                tar.toString(),
                "--owner=" + stranger,
                "--group=" + stranger,
                "-C",
                folder.toString(),
                "file"),
            new byte[0],
            Map.of())
        .exitsWith(0);
    alone("import", tar.toString(), "theirs").exitsWith(0);
    alone("rmi", "theirs").exitsWith(0);
  }

  @Test
  void aContainerRuns() throws Exception {
    int uid = ThreadLocalRandom.current().nextInt(1, 60_000);
    alone("run", "--rm", "lab", "id", "-u").prints("0\n");
    alone("run", "--rm", "-u", Integer.toString(uid), "lab", "id", "-u").prints(uid + "\n");
  }

  private Outcome alone(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user"));
    command.addAll(CommandLines.miniDocker(args));
    Map<String, String> state = Map.of("MINI_DOCKER_ROOT", folder.resolve("state").toString());
    return CommandLines.run(command, new byte[0], state);
  }
}
