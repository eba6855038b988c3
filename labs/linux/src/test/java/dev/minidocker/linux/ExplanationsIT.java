package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel itself refuses; the explanation must fit. */
class ExplanationsIT {
  private final String name = "md-" + new Random().nextInt(1_000_000);

  @TempDir Path directory;

  @Test
  void aMissingDirectory() {
    String path = directory + "/" + name + "/x";
    refused(Errno.ENOENT, Program.of(Nodes.changeDirectory(path)), "on the way to " + path);
  }

  @Test
  void aCallOfThisJvmIsExplainedToo() {
    String path = directory + "/" + name;
    ErrnoException refusal = assertThrows(ErrnoException.class, () -> Fd.open(path, 0, 0));
    assertTrue(
        refusal.getMessage().endsWith("(No such file or directory). " + path + " does not exist."));
  }

  @Test
  void anUnknownFileSystem() {
    refused(
        Errno.ENODEV,
        inMountNamespace(Mounts.mount("x", directory.toString(), name, null)),
        "The kernel knows no file system \"" + name + "\"",
        "tmpfs");
  }

  @Test
  void pivotingToWhatIsNoMountPoint() {
    refused(
        Errno.EINVAL,
        inMountNamespace(
            Mounts.mount("t", directory.toString(), "tmpfs", null),
            Nodes.directory(directory + "/" + name, 0700),
            Mounts.pivotRoot(directory + "/" + name, directory + "/" + name)),
        directory + "/" + name + " is not a mount point");
  }

  @Test
  void aScriptWhoseInterpreterIsMissing() throws Exception {
    Path script = executable("#!/" + name + "/sh\n");
    refused(Errno.ENOENT, exec(script), "/" + name + "/sh, does not");
  }

  @Test
  void aFileThatIsNoProgram() throws Exception {
    refused(Errno.ENOEXEC, exec(executable("true\n")), "neither an ELF executable nor a script");
  }

  @Test
  void aFileThatIsNotExecutable() throws Exception {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n");
    refused(Errno.EACCES, exec(file), "chmod +x");
  }

  @Test
  void anUpperLayerInAnOverlay() {
    String here = directory.toString();
    Program program =
        inMountNamespace(
            Mounts.mount("t", here, "tmpfs", null),
            Nodes.directory(here + "/u", 0700),
            Nodes.directory(here + "/w", 0700),
            Mounts.mount(
                "o", here, "overlay", "lowerdir=" + here + ",upperdir=/proc,workdir=" + here));
    refused(Errno.EINVAL, program, "same mount");
  }

  @Test
  void aFileOfAUserWithoutAnId() {
    Needs.mountNamespace();
    Program program =
        Program.of(
            Tasks.unshare(CloneFlag.CLONE_NEWUSER, CloneFlag.CLONE_NEWNS),
            Mounts.mount("t", directory.toString(), "tmpfs", null),
            Nodes.directory(directory + "/" + name, 0700));
    refused(Errno.EOVERFLOW, program, "uid_map");
  }

  @Test
  void aDeviceInAUserNamespace() {
    Needs.mountNamespace();
    Program program =
        Program.of(Tasks.unshare(CloneFlag.CLONE_NEWUSER, CloneFlag.CLONE_NEWNS))
            .then(Needs.singleIdMap())
            .then(
                Mounts.mount("t", directory.toString(), "tmpfs", null),
                Nodes.characterDevice(directory + "/null", 0666, 1, 3));
    refused(Errno.EPERM, program, "Bind the host's");
  }

  @Test
  void aHostNameOfAnother() {
    Needs.mountNamespace();
    Program program =
        Program.of(
            Tasks.unshare(CloneFlag.CLONE_NEWUSER),
            Step.of(Syscall.SETHOSTNAME, Arg.of(name), Arg.of(name.length())));
    refused(Errno.EPERM, program, "CLONE_NEWUTS");
  }

  @Test
  void anIdMapWithTwoLinesByAnUnprivilegedWriter() {
    Needs.mountNamespace();
    Program program =
        Program.of(
            Tasks.unshare(CloneFlag.CLONE_NEWUSER),
            Descriptors.openToWrite("/proc/self/uid_map").named("map"),
            Descriptors.write("map", "0 " + Kernel.call(Syscall.GETUID) + " 1\n1 4711 1\n"));
    refused(Errno.EPERM, program, "newuidmap");
  }

  private Path executable(String content) throws Exception {
    Path file = Files.writeString(directory.resolve(name), content);
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  private static Program exec(Path file) {
    return Program.of(Tasks.exec(file.toString(), List.of("x"), List.of()));
  }

  private static Program inMountNamespace(Step... steps) {
    return Needs.mountNamespace()
        .then(Mounts.propagationBelow("/", MountFlag.MS_PRIVATE))
        .then(steps);
  }

  private static void refused(Errno errno, Program program, String... words) {
    try (Child child = Launcher.launch(program, Launcher.Setting.INHERITED)) {
      ErrnoException refusal = assertThrows(ErrnoException.class, child::awaitStart);
      assertEquals(errno, refusal.errno(), refusal::getMessage);
      for (String word : words) {
        assertTrue(refusal.getMessage().contains(word), refusal::getMessage);
      }
    }
  }
}
