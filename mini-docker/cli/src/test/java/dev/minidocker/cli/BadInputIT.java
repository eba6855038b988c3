package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong: one line that says what, the right exit code, and nothing left behind. */
class BadInputIT {
  private Traces before;

  @TempDir Path folder;

  @BeforeAll
  static void aContainerRunsAtAll() throws Exception {
    Requirements.containers();
    CommandLines.execute("run", "--rm", "lab", "true").exitsWith(0);
  }

  @BeforeEach
  void lookAround() throws Exception {
    before = Traces.now();
  }

  @AfterEach
  void nothingIsLeftBehind() throws Exception {
    Traces.assertNoneSince(before);
  }

  /** Exit code, a part of the message, the command line. */
  static Stream<Arguments> badCommandLines() {
    String id = "md-" + Long.toHexString(System.nanoTime());
    return Stream.of(
        bad(125, "no such image: " + id, "run", "--rm", "--pull", "never", id, "true"),
        bad(125, "no such image: lab:" + id, "run", "--pull=never", "lab:" + id, "true"),
        bad(125, "--pull " + id, "run", "--rm", "--pull", id, "lab", "true"),
        bad(125, "is not the name of an image", "run", "--rm", "", "true"),
        bad(125, "is not the name of an image", "run", "--rm", "Upper/Case", "true"),
        bad(127, "cannot run \"" + id + "\"", "run", "--rm", "lab", id),
        bad(127, "cannot run \"/" + id + "\"", "run", "--rm", "lab", "/" + id),
        bad(127, "empty", "run", "--rm", "lab", ""),
        bad(126, "permission denied", "run", "--rm", "lab", "/etc"),
        bad(126, "permission denied", "run", "--rm", "lab", "/etc/passwd"),
        bad(125, "-it", "run", "--rm", "-it", "lab", "true"),
        bad(125, "host name", "run", "--rm", "-h", "x".repeat(65), "lab", "true"),
        bad(125, "domain name", "run", "--rm", "--domainname", "x".repeat(65), "lab", "true"),
        bad(125, "\"=" + id + "\"", "run", "--rm", "-e", "=" + id, "lab", "true"),
        bad(125, "-e", "run", "--rm", "-e", "", "lab", "true"),
        bad(125, "no such file", "run", "--rm", "--env-file", "/" + id, "lab", "true"),
        bad(125, "directory", "run", "--rm", "--env-file", "/", "lab", "true"),
        bad(125, id, "run", "--rm", "--cap-add", id, "lab", "true"),
        bad(125, id, "run", "--rm", "--cap-drop", id, "lab", "true"),
        bad(125, "absolute", "run", "--rm", "-w", id, "lab", "true"),
        bad(125, "/etc/passwd", "run", "--rm", "-w", "/etc/passwd", "lab", "true"),
        bad(125, "no user \"" + id + "\"", "run", "--rm", "-u", id, "lab", "true"),
        bad(125, "no group \"" + id + "\"", "run", "--rm", "-u", "0:" + id, "lab", "true"),
        bad(125, "too large", "run", "--rm", "-u", "4294967296", "lab", "true"),
        bad(125, "there is no /" + id, "run", "--rm", "-v", "/" + id + ":/v", "lab", "true"),
        bad(125, "named volumes", "run", "--rm", "-v", id + ":/v", "lab", "true"),
        bad(125, "HOST:CONTAINER", "run", "--rm", "-v", "", "lab", "true"),
        bad(125, "HOST:CONTAINER", "run", "--rm", "-v", ":::", "lab", "true"),
        bad(125, "absolute", "run", "--rm", "-v", "/tmp:" + id, "lab", "true"),
        bad(125, "\"" + id + "\"", "run", "--rm", "-v", "/tmp:/t:" + id, "lab", "true"),
        bad(125, "nothing can be mounted", "run", "--rm", "-v", "/tmp:/", "lab", "true"),
        bad(125, "nothing can be mounted", "run", "--rm", "-v", "/tmp:/proc/1", "lab", "true"),
        bad(125, "directories", "run", "--rm", "-v", "/tmp:/etc/passwd", "lab", "true"),
        bad(125, "two mounts", "run", "--rm", "-v", "/tmp:/t", "--tmpfs", "/t", "lab", "true"),
        bad(125, "unknown key", "run", "--rm", "--mount", "", "lab", "true"),
        bad(125, "is not closed", "run", "--mount", "\"type=tmpfs,dst=/t", "lab", "true"),
        bad(125, "target= is missing", "run", "--rm", "--mount", "type=bind", "lab", "true"),
        bad(125, "type", "run", "--rm", "--mount", "type=" + id + ",dst=/t", "lab", "true"),
        bad(125, id, "run", "--rm", "--tmpfs", "/t:" + id, "lab", "true"),
        bad(125, "tmpfs-size", mountOf("tmpfs-size=1x")),
        bad(125, "tmpfs-size", mountOf("tmpfs-size=" + "9".repeat(30))),
        bad(125, "tmpfs-size", mountOf("tmpfs-size=99999999999999999g")),
        bad(125, "mode=8", mountOf("tmpfs-mode=8")),
        bad(125, "container's name", "run", "--rm", "--name", "-" + id, "lab", "true"),
        bad(125, "missing required parameter", "run"),
        bad(125, "unknown option --" + id, "run", "--" + id, "lab", "true"),
        bad(125, "is --hostname meant?", "run", "--hostnaem", id, "lab", "true"),
        bad(125, "there is no command " + id, id),
        bad(125, "is run meant?", "rnu", "lab"),
        bad(125, "unexpected argument " + id, "images", "md", id),
        bad(1, "there is no image " + id, "rmi", id),
        bad(1, "no such file", "import", "/" + id, id),
        bad(1, "directory", "import", "/", id),
        bad(1, "empty", "import", "/dev/null", id),
        bad(1, "not the name of an image", "import", "/dev/null", "Upper"),
        bad(125, "cannot write", "compile", "-o", "/" + id + "/" + id, "lab", "true"),
        bad(125, "cannot write", "compile", "-o", "/", "lab", "true"));
  }

  private static Arguments bad(int code, String message, String... args) {
    return Arguments.of(code, message, List.of(args));
  }

  private static String[] mountOf(String option) {
    return new String[] {"run", "--rm", "--mount", "type=tmpfs,dst=/t," + option, "lab", "true"};
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("badCommandLines")
  void aBadCommandLineIsExplained(int code, String message, List<String> args) {
    CommandLines.execute(args.toArray(String[]::new)).complains(code, message);
  }

  @ParameterizedTest(name = "NUL in {2}")
  @MethodSource("badCommandLines")
  void aNulByteIsRefused(int code, String message, List<String> args) {
    String[] withNul = args.toArray(String[]::new);
    withNul[withNul.length - 1] += "\0x";
    Outcome outcome = CommandLines.execute(withNul);
    assertFalse(outcome.code() == 0, outcome::toString);
    outcome.complains(outcome.code());
  }

  @Test
  void aVolumeOverBinHidesTheCommand() {
    CommandLines.execute("run", "--rm", "-v", folder + ":/bin", "-e", "PATH=/bin", "lab", "ls")
        .complains(127, "\"ls\"", "volume");
  }

  @Test
  void aNameThatIsTakenIsRefused() throws Exception {
    String name = "md-" + Long.toHexString(System.nanoTime());
    Process first =
        new ProcessBuilder(
                CommandLines.miniDocker(
                    "run", "--rm", "-i", "--name", name, "lab", "sh", "-c", "echo here; cat"))
            .start();
    try (var out = first.getInputStream();
        var in = first.getOutputStream()) {
      out.read();
      CommandLines.execute("run", "--rm", "--name", name, "lab", "true").complains(125, name);
      in.flush();
    }
    first.waitFor();
    CommandLines.execute("run", "--rm", "--name", name, "lab", "true").exitsWith(0);
  }

  @Test
  void anArgumentListThatIsTooLongIsRefused() {
    String[] args = Stream.generate(() -> "x".repeat(100_000)).limit(30).toArray(String[]::new);
    String[] all =
        Stream.concat(Stream.of("run", "--rm", "lab", "true"), Stream.of(args))
            .toArray(String[]::new);
    CommandLines.execute(all).complains(126, "too long");
    CommandLines.execute("run", "--rm", "lab", "true", "x".repeat(200_000))
        .complains(126, "too long");
  }

  @Test
  void aVariableFileThatIsNoTextIsRefused() throws Exception {
    Path file = Files.write(folder.resolve("env"), new byte[] {(byte) 0xff, (byte) 0xfe, '=', '1'});
    CommandLines.execute("run", "--rm", "--env-file", file.toString(), "lab", "true")
        .complains(125, file.toString(), "UTF-8");
    Files.writeString(file, "A B=1\n");
    CommandLines.execute("run", "--rm", "--env-file", file.toString(), "lab", "true")
        .complains(125, "\"A B=1\"");
  }
}
