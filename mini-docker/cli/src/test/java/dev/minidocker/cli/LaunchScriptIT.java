package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script bin/mini-docker, in a checkout where it remembers the classes under test. */
class LaunchScriptIT {
  private static final String JNA =
      "com/sun/jna/linux-"
          + (System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86-64");

  /** What is open in the container; the shell has its own descriptors above 2. */
  private static final String SHOW =
      "for i in 0 1 2; do readlink /proc/self/fd/$i || echo none; done >/v/seen;"
          + " for f in /proc/self/fd/*; do readlink $f; done >/v/all; cat; echo out; echo err >&2";

  @TempDir Path folder;
  private Path script;
  private Path volume;

  @BeforeEach
  void aCheckoutThatIsBuilt() throws Exception {
    Requirements.containers();
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String name : List.of("mini-docker", "launch.sh", "first-start.sh")) {
      Files.copy(Path.of("../../bin").resolve(name), bin.resolve(name));
    }
    script = bin.resolve("mini-docker");
    Files.createFile(folder.resolve("pom.xml"));
    Path target = folder.resolve("mini-docker/cli/target");
    Path app = Files.createDirectories(target.resolve("app"));
    Files.createFile(app.resolve("BUILT"));
    try (InputStream library = getClass().getResourceAsStream("/" + JNA + "/libjnidispatch.so")) {
      Files.copy(Objects.requireNonNull(library), app.resolve("libjnidispatch.so"));
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String remembered =
        "java='%s'\napp='%s'\njna='%s'\nclasspath='%s'\ncache=\nsources=\n"
            .formatted(java, app, app, System.getProperty("java.class.path"));
    Files.writeString(
        Files.createDirectories(target.resolve("start")).resolve("start"), remembered);
    volume = Files.createDirectory(folder.resolve("volume"));
  }

  /** A closed descriptor's number goes to the first file that is opened, and stands for it then. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2", "01", "02", "12", "012"})
  void aClosedDescriptorIsNothingInTheContainer(String closed) throws Exception {
    Outcome outcome =
        without(closed, "run", "--rm", "-i", "-v", volume + ":/v", "lab", "sh", "-c", SHOW);
    assertEquals(closed.contains("1") ? "" : "out\n", outcome.out(), outcome::toString);
    assertEquals(closed.contains("2") ? "" : "err\n", outcome.err(), outcome::toString);
    outcome.exitsWith(0);
    List<String> seen = Files.readAllLines(volume.resolve("seen"));
    String input = closed.contains("0") ? "/dev/null" : "pipe:.*";
    assertTrue(seen.get(0).matches(input), seen::toString);
    for (String file : Files.readAllLines(volume.resolve("all"))) {
      assertTrue(isNothingOrPipe(file) || file.equals("/v/all"), file);
    }
  }

  private static boolean isNothingOrPipe(String file) {
    return file.equals("/dev/null") || file.startsWith("pipe:") || file.startsWith("/proc/");
  }

  @Test
  void anErrorThatNobodyCanReadStillHasItsCode() throws Exception {
    without("2", "run", "--rm", "--pull=never", "md-no-such-image", "true").exitsWith(125);
  }

  @Test
  void theScriptPassesOnWhatItIsGiven() throws Exception {
    without("", "run", "--rm", "lab", "printf", "%s.", "a b", "", "*", "$x", "'\"")
        .prints("a b..*.$x.'\".");
    without("", "run", "--rm", "lab", "sh", "-c", "exit 42").exitsWith(42);
  }

  @Test
  void whatTheEnvironmentHasForJavaIsNotSaidInAContainersOutput() throws Exception {
    List<String> command = List.of(script.toString(), "run", "--rm", "lab", "sh", "-c", "echo x");
    String option = "-Dmd.unknown=" + System.nanoTime();
    Map<String, String> environment = new HashMap<>();
    for (String name : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      environment.put(name, option);
    }
    Outcome outcome = CommandLines.run(command, new byte[0], environment);
    assertEquals("", outcome.err());
    outcome.prints("x\n");
  }

  /** The quick compiler alone starts faster; the other one hashes faster. */
  @ParameterizedTest
  @ValueSource(strings = {"load", "save", "pull", "push", "import", "export", "build", "commit"})
  void whoReadsOrWritesWholeImagesHasBothCompilers(String command) throws Exception {
    Path java = Files.writeString(folder.resolve("java"), "#!/bin/sh\necho \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path start = script.resolveSibling("../mini-docker/cli/target/start/start");
    String remembered = Files.readString(start).replaceFirst("java='[^']*'", "java='" + java + "'");
    Files.writeString(start, remembered);
    Outcome images = without("", "--stacktrace", command, "-x");
    assertFalse(images.out().contains("TieredStopAtLevel=1"), images::toString);
    assertTrue(images.out().endsWith(" --stacktrace " + command + " -x\n"), images::toString);
    Outcome run = without("", "run", "--rm", "lab", command);
    assertTrue(run.out().contains("TieredStopAtLevel=1"), run::toString);
  }

  /** Runs the script without these descriptors. */
  private Outcome without(String closed, String... args) throws Exception {
    StringBuilder exec = new StringBuilder("exec \"$@\"");
    closed.chars().forEach(number -> exec.append(" ").append((char) number).append(">&-"));
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", exec.toString(), "sh", script.toString()));
    command.addAll(List.of(args));
    return CommandLines.run(command, new byte[0], Map.of());
  }
}
