package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.check.MadeUpChapter;
import dev.minidocker.labkit.testing.Requires;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lab check} where what it compiles cannot be written. */
@Requires(value = Need.USER_NAMESPACES, programs = "unshare")
class NoRoomForClassesIT {
  /** JDK 25 says so itself, before any of our code runs. */
  private static final String WORD_OF_JDK = "WARNING: java.io.tmpdir directory does not exist\n";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ro, Read-only file system",
    "nr_inodes=1, No space left on device",
    "nr_inodes=2, No space left on device",
    "'size=4k,nr_inodes=99', No space left on device"
  })
  void thatIsSaidInOneLineWithWhatToDo(String options, String reason) throws Exception {
    check("mount -t tmpfs -o " + options + " md-small \"$0\"")
        .exitsWith(1)
        .complains(folder + "/tmp: ", reason, "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() throws Exception {
    check("rmdir \"$0\"").exitsWith(1).complains(folder + "/tmp: no such directory");
  }

  /** Arranges something in namespaces of its own, then checks there. */
  private Typed check(String arrangement) throws Exception {
    MadeUpChapter.in(Files.createDirectory(folder.resolve("checkout"))).solved();
    String temporary = Files.createDirectory(folder.resolve("tmp")).toString();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                arrangement + " && exec \"$@\"",
                temporary,
                java,
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djna.nosys=true",
                "-Djna.tmpdir=" + folder,
                "-Djava.io.tmpdir=" + temporary,
                "-Dlaunch.root=" + folder.resolve("checkout"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "check",
                "kit"));
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Typed(
        process.waitFor(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8).replace(WORD_OF_JDK, ""));
  }
}
