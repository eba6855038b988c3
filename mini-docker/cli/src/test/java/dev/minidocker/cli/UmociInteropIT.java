package dev.minidocker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that umoci has made runs here. */
class UmociInteropIT {
  private final Random random = new Random();
  private final String name = "md-umoci-" + random.nextInt(1 << 30);
  @TempDir Path folder;

  @BeforeEach
  void umoci() {
    Requirements.containers();
    Requirements.program("umoci");
    Requirements.program("busybox");
  }

  @AfterEach
  void removeOurs() {
    CommandLines.execute("rmi", name + ":it");
  }

  private void call(String... command) throws Exception {
    List<String> call = new ArrayList<>(List.of("env", "-C", folder.toString()));
    call.addAll(List.of(command));
    CommandLines.run(call, new byte[0], Map.of()).exitsWith(0);
  }

  private void umoci(String command, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("umoci", command));
    if (!System.getProperty("user.name").equals("root")) {
      all.add("--rootless");
    }
    all.addAll(List.of(arguments));
    call(all.toArray(String[]::new));
  }

  /** Two layers, of which the upper takes something away. */
  @Test
  void whatItMakesRunsHere() throws Exception {
    String said = "said-" + Long.toHexString(random.nextLong());
    call("umoci", "init", "--layout", "layout");
    call("umoci", "new", "--image", "layout:it");
    umoci("unpack", "--image", "layout:it", "one");
    call("sh", "-ec", "mkdir one/rootfs/bin; cp $(command -v busybox) one/rootfs/bin/");
    Files.writeString(folder.resolve("one/rootfs/gone"), "not to be seen");
    call("umoci", "repack", "--image", "layout:it", "one");
    umoci("unpack", "--image", "layout:it", "two");
    Files.delete(folder.resolve("two/rootfs/gone"));
    Files.writeString(folder.resolve("two/rootfs/said"), said);
    call("umoci", "repack", "--image", "layout:it", "two");
    List<String> config = new ArrayList<>(List.of("umoci", "config", "--image", "layout:it"));
    config.addAll(List.of("--config.entrypoint=/bin/busybox", "--config.cmd=sh"));
    config.addAll(List.of("--config.cmd=-c", "--config.env=WHAT=said"));
    config.addAll(List.of("--config.cmd=busybox cat $WHAT; busybox ls; busybox pwd"));
    config.add("--config.workingdir=/");
    call(config.toArray(String[]::new));
    call("tar", "-C", "layout", "-cf", "theirs.tar", ".");
    String archive = folder.resolve("theirs.tar").toString();
    String loaded = CommandLines.execute("load", "-i", archive).exitsWith(0).out();
    String reference = loaded.replaceAll("Loaded image[^:]*: |\n", "");
    CommandLines.execute("tag", reference, name + ":it").exitsWith(0);
    CommandLines.run("run", "--rm", name + ":it", "cat", "said").prints(said);
    Outcome run = CommandLines.run("run", "--rm", name + ":it").exitsWith(0);
    run.prints(said + "bin\ndev\netc\nproc\nsaid\nsys\n/\n");
  }
}
