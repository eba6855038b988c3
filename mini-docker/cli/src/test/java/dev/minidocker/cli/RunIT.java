package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who knows docker expects of {@code run}. */
class RunIT {
  private final Random random = new Random();
  private final String word = "md" + random.nextInt(1 << 30);

  @TempDir Path folder;

  @BeforeAll
  static void containers() {
    Requirements.containers();
  }

  @Test
  void everyExitCodeIsPassedOn() {
    for (int code : random.ints(20, 0, 256).toArray()) {
      CommandLines.execute("run", "--rm", "lab", "sh", "-c", "exit " + code).exitsWith(code);
    }
  }

  @Test
  void optionsAfterTheImageBelongToTheCommand() throws Exception {
    CommandLines.run("run", "--rm", "lab", "echo", "--rm", "-it", "--", "--" + word)
        .prints("--rm -it -- --" + word + "\n");
  }

  @Test
  void namesAndVariablesArriveInside() throws Exception {
    String shown =
        "hostname; cat /proc/sys/kernel/domainname; pwd; echo $A.$B.$C.$MD_OWN; id -u; id -g";
    int uid = 1 + random.nextInt(60_000);
    List<String> command =
        CommandLines.miniDocker(
            "run",
            "--rm",
            "-h",
            word,
            "--domainname=" + word + ".org",
            "-w",
            "/" + word + "/x/../y",
            "-eA=1=2",
            "--env",
            "B=é €",
            "-e",
            "C=",
            "-e",
            "MD_OWN",
            "-e",
            "MD_NONE",
            "-u" + uid + ":7",
            "lab",
            "sh",
            "-c",
            shown);
    Outcome outcome = CommandLines.run(command, new byte[0], Map.of("MD_OWN", word));
    byte[] text = outcome.out().getBytes(StandardCharsets.ISO_8859_1);
    List<String> lines =
        List.of(word, word + ".org", "/" + word + "/y", "1=2.é €.." + word, "" + uid, "7");
    assertEquals(lines, new String(text, StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void aVariableFileIsReadAsDockerReadsIt() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("env"), "# no\n\n  A=" + word + "\nB=a b\nMD_NONE\nC='q'\n");
    CommandLines.run(
            "run", "--rm", "--env-file", file.toString(), "lab", "sh", "-c", "echo \"$A,$B,$C\"")
        .prints(word + ",a b,'q'\n");
  }

  @ParameterizedTest
  @CsvSource({"-u,0:5,0:5", "-u,:5,0:5", "-u,0:,0:0", "-u,1234,1234:0", "-u,nobody,65534:65534"})
  void usersAreNamedAsInDocker(String option, String user, String ids) throws Exception {
    CommandLines.run("run", "--rm", option, user, "lab", "sh", "-c", "echo $(id -u):$(id -g)")
        .prints(ids + "\n");
  }

  @Test
  void volumesShowTheHostsFiles() throws Exception {
    Path file = Files.writeString(folder.resolve(word), word);
    String seen =
        "cat /v/" + word + " /etc/one /new/deep/two; touch /ro/x; echo $?; echo back >/v/back";
    Outcome outcome =
        CommandLines.run(
            "run",
            "--rm",
            "-v",
            folder + ":/v",
            "-v",
            file + ":/etc/one",
            "-v",
            file + ":/new/deep/two:ro",
            "--mount",
            "type=bind,src=" + folder + ",dst=/ro,readonly",
            "lab",
            "sh",
            "-c",
            seen);
    assertEquals(word.repeat(3) + "1\n", outcome.out(), outcome::toString);
    assertEquals("back\n", Files.readString(folder.resolve("back")));
  }

  @Test
  void memoryIsMountedWithTheOptionsAsked() throws Exception {
    Outcome outcome =
        CommandLines.run(
            "run",
            "--rm",
            "--tmpfs",
            "/a:size=64k,exec",
            "--mount",
            "type=tmpfs,dst=/b,tmpfs-size=1MiB,tmpfs-mode=0700",
            "--read-only",
            "lab",
            "sh",
            "-c",
            "grep -E ' /[ab] ' /proc/mounts; stat -c %a /b; touch /a/x /b/x /x");
    List<String> lines = outcome.out().lines().sorted().toList(); // "700", then "tmpfs …"
    assertTrue(
        lines.get(1).matches("tmpfs /a tmpfs rw,nosuid,nodev,relatime,size=64k.*"),
        lines::toString);
    assertTrue(
        lines.get(2).matches("tmpfs /b tmpfs rw,nosuid,nodev,noexec.*size=1024k.*"),
        lines::toString);
    assertEquals("700", lines.get(0));
    assertEquals(1, outcome.code());
    assertEquals(1, outcome.err().lines().count(), outcome::toString);
  }

  @Test
  void theEntryPointIsReplacedOrRemoved() throws Exception {
    CommandLines.run("run", "--rm", "--entrypoint", "echo", "lab", word, "x").prints(word + " x\n");
    CommandLines.run("run", "--rm", "--entrypoint=", "lab", "echo", word).prints(word + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rm=true", "--read-only=false", "--init=false"})
  void flagsTakeAValueAsInDocker(String flag) throws Exception {
    CommandLines.run("run", "--rm", flag, "lab", "sh", "-c", "echo " + word + " >/x; cat /x")
        .prints(word + "\n");
  }

  @Test
  void inputIsPassedOnOnlyWhenAsked() throws Exception {
    byte[] input = word.getBytes(StandardCharsets.UTF_8);
    List<String> cat = CommandLines.miniDocker("run", "--rm", "-i", "lab", "cat");
    CommandLines.run(cat, input, Map.of()).prints(word);
    cat.remove("-i");
    CommandLines.run(cat, input, Map.of()).prints("");
  }

  @Test
  void manyBytesArriveIntactBothWays() throws Exception {
    Path file = folder.resolve("bytes");
    byte[] bytes = new byte[50 << 20];
    random.nextBytes(bytes);
    Files.write(file, bytes);
    Path copy = folder.resolve("copy");
    Process process =
        new ProcessBuilder(CommandLines.miniDocker("run", "--rm", "-i", "lab", "cat"))
            .redirectInput(file.toFile())
            .redirectOutput(copy.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(digest(file), digest(copy));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP", "USR2", "ALRM"})
  void aSignalReachesTheFirstProcess(String signal) throws Exception {
    String script = "trap 'exit 33' " + signal + "; echo ready; while :; do sleep 0.05; done";
    assertEquals(33, signalled(signal, 1, "sh", "-c", script).code());
  }

  @Test
  void aSignalThatKillsTheCommandIsToldBy128AndItsNumber() throws Exception {
    String script = "echo ready; sh -c 'kill -USR1 $$'; exit $?";
    assertEquals(128 + 10, CommandLines.run("run", "--rm", "lab", "sh", "-c", script).code());
  }

  @Test
  void whoInsistsEndsAContainerThatHearsNothing() throws Exception {
    Outcome outcome =
        signalled("INT", 3, "sh", "-c", "trap '' INT; echo ready; while :; do sleep 0.05; done");
    outcome.complains(137, "--init");
  }

  private Outcome signalled(String signal, int times, String... command) throws Exception {
    List<String> line = CommandLines.miniDocker("run", "--rm", "lab");
    line.addAll(List.of(command));
    // whoever runs the tests in the background has them ignore SIGINT
    line.addAll(0, List.of("env", "--default-signal=INT"));
    Process process = new ProcessBuilder(line).start();
    CompletableFuture<String> err = CommandLines.read(process.getErrorStream());
    String ready =
        IntStream.range(0, 6)
            .mapToObj(i -> Character.toString(readByte(process)))
            .collect(Collectors.joining());
    assertEquals("ready\n", ready);
    for (int i = 0; i < times; i++) {
      new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
      Thread.sleep(100); // two of the same kind that wait are one
    }
    return CommandLines.awaitEnd(process, CommandLines.read(process.getInputStream()), err);
  }

  private static int readByte(Process process) {
    try {
      return process.getInputStream().read();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String digest(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
