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

  /** The steps that make a mount namespace, in a user namespace where that is the only way. */
  public static Program mountNamespace() {
    Program steps = Program.of(Tasks.unshare(mountNamespaceFlags().toArray(CloneFlag[]::new)));
    Program all = isRoot() ? steps : steps.then(singleIdMap());
    try (Child child = Launcher.launch(all.then(Tasks.exit(0)), Launcher.Setting.INHERITED)) {
      child.awaitStart();
    } catch (ErrnoException e) {
      require(false, "needs the right to make namespaces: " + e.getMessage());
    }
    return all;
  }

  /** The kinds of namespaces that {@link #mountNamespace} makes. */
  public static List<CloneFlag> mountNamespaceFlags() {
    return isRoot()
        ? List.of(CloneFlag.CLONE_NEWNS)
        : List.of(CloneFlag.CLONE_NEWUSER, CloneFlag.CLONE_NEWNS);
  }

  /** The steps by which a process in a new user namespace becomes root there. */
  public static Program singleIdMap() {
    return writing("setgroups", "deny")
        .then(writing("uid_map", "0 " + Kernel.call(Syscall.GETUID) + " 1"))
        .then(writing("gid_map", "0 " + Kernel.call(Syscall.GETGID) + " 1"));
  }

  private static Program writing(String file, String text) {
    String name = "needs." + file;
    return Program.of(
        Descriptors.openToWrite("/proc/self/" + file).named(name), Descriptors.write(name, text));
  }

  private static boolean isRoot() {
    return Kernel.call(Syscall.GETUID) == 0;
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
