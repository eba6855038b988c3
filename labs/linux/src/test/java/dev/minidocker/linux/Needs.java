package dev.minidocker.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs and a machine may lack: without it the test is skipped by name. */
public final class Needs {
  private Needs() {}

  /** A program of this name in PATH. */
  public static void program(String name) {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    require(found, "needs the program " + name);
  }

  /** The right to make a mount namespace: by root, or in a user namespace. */
  public static CloneFlag[] mountNamespace() {
    CloneFlag[] flags =
        Kernel.call(Syscall.GETUID) == 0
            ? new CloneFlag[] {CloneFlag.CLONE_NEWNS}
            : new CloneFlag[] {CloneFlag.CLONE_NEWUSER, CloneFlag.CLONE_NEWNS};
    try (Child child =
        Launcher.launch(
            Program.of(Tasks.unshare(flags), Tasks.exit(0)), Launcher.Setting.INHERITED)) {
      child.awaitStart();
    } catch (ErrnoException e) {
      require(false, "needs the right to make namespaces: " + e.getMessage());
    }
    return flags;
  }

  /** Skips the running test, or fails it where skips count as failures. */
  public static void require(boolean met, String what) {
    if (!met && "fail".equals(System.getProperty("skips"))) {
      Assertions.fail(what);
    }
    Assumptions.assumeTrue(met, what);
  }

  /** The lines that a program prints on its standard output; fails if it ends with an error. */
  public static List<String> linesOf(Path directory, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .toList();
    Assertions.assertEquals(0, process.waitFor(), () -> String.join("\n", lines));
    return lines;
  }
}
