package dev.minidocker.labs.security;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWPID;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWUSER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.proc.MountInfo;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Requires(Need.NAMESPACES)
class DockerDefaultsIT {
  private static final SecurityMechanism SECURITY = new DockerDefaults();

  /** As the root that runs the tests, if it does, and as root of a user namespace. */
  static List<Set<CloneFlag>> kindsOfRoot() {
    Set<CloneFlag> namespaces = EnumSet.of(CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET);
    Set<CloneFlag> mapped = EnumSet.copyOf(namespaces);
    mapped.add(CLONE_NEWUSER);
    return Privilege.canMakeNamespaces() ? List.of(namespaces, mapped) : List.of(mapped);
  }

  private static Program guarded() {
    return Program.of(
            Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
            Mounts.mount("proc", "/proc", "proc", null),
            Mounts.mount("sysfs", "/sys", "sysfs", null))
        .then(guard());
  }

  private static Program guard() {
    return SECURITY.guardProc().then(SECURITY.guardSys());
  }

  @ParameterizedTest
  @MethodSource("kindsOfRoot")
  void whatIsMaskedIsEmptyAndWhatIsReadOnlyIsReadOnly(Set<CloneFlag> namespaces)
      throws IOException {
    try (Sandbox sandbox = Sandbox.start(namespaces, guarded().then(Sandbox.PAUSE))) {
      assertTrue(sandbox.awaitPause());
      Path root = Path.of("/proc/" + sandbox.pid() + "/root");
      for (String path : existing(root, masked())) {
        Path file = root.resolve(path.substring(1));
        if (Files.isDirectory(file)) {
          assertEquals(0, file.toFile().list().length, path);
        } else {
          assertEquals(0, Files.readAllBytes(file).length, path);
        }
      }
      List<MountInfo> mounts = MountInfo.parseAll(sandbox.seenFromTheHost().file("mountinfo"));
      for (String path : existing(root, readOnly())) {
        assertTrue(
            mounts.stream().anyMatch(m -> m.mountPoint().equals(path) && isReadOnly(m)), path);
      }
    }
  }

  private static boolean isReadOnly(MountInfo mount) {
    return mount.options().contains("ro");
  }

  private static List<String> existing(Path root, Set<String> paths) {
    return paths.stream().filter(path -> new File(root + path).exists()).toList();
  }

  @ParameterizedTest
  @MethodSource("kindsOfRoot")
  void evenWhatOneOwnsCannotBeWrittenBelowProcSys(Set<CloneFlag> namespaces) {
    Look write = Look.attempt(Descriptors.openToWrite("/proc/sys/net/ipv4/ip_forward"));
    Program program = guarded().then(write.program("write"));
    try (Sandbox sandbox = Sandbox.start(namespaces, program)) {
      assertEquals(0, sandbox.waitFor().exitCode());
      assertEquals(
          "EROFS (" + Errno.EROFS.text() + ")",
          write.hear(sandbox).orElseThrow(sandbox::whyNothing));
    }
  }

  @Test
  @Requires(programs = "runc")
  void nothingIsShownThatRuncHides(@TempDir Path bundle) throws Exception {
    Process runc = new ProcessBuilder("runc", "spec").directory(bundle.toFile()).start();
    runc.getOutputStream().close();
    assertEquals(0, runc.waitFor());
    String spec = Files.readString(bundle.resolve("config.json"), StandardCharsets.UTF_8);
    Set<String> shown = listIn(spec, "maskedPaths");
    shown.removeAll(masked());
    assertEquals(Set.of(), shown);
    assertEquals(listIn(spec, "readonlyPaths"), readOnly());
  }

  private static Set<String> listIn(String json, String name) {
    Matcher list = Pattern.compile("\"" + name + "\": \\[([^]]*)\\]").matcher(json);
    assertTrue(list.find(), name);
    Set<String> paths = new TreeSet<>();
    Matcher path = Pattern.compile("\"([^\"]*)\"").matcher(list.group(1));
    while (path.find()) {
      paths.add(path.group(1));
    }
    return paths;
  }

  private static Set<String> masked() {
    return targets("/dev/null|tmpfs");
  }

  private static Set<String> readOnly() {
    return targets("NULL");
  }

  /** The second arguments of the mount calls whose first is one of these. */
  private static Set<String> targets(String sources) {
    Pattern call = Pattern.compile("mount\\(\"?(" + sources + ")\"?, \"([^\"]*)\".*");
    List<String> targets = new ArrayList<>();
    for (Step step : guard().steps()) {
      Matcher matcher = call.matcher(step.toString());
      if (matcher.matches()) {
        targets.add(matcher.group(2));
      }
    }
    return new TreeSet<>(targets);
  }
}
