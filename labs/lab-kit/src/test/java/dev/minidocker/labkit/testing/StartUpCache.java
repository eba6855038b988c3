package dev.minidocker.labkit.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/**
 * What the scripts in bin/ make at their first start, for tests that start many processes: the
 * classes of one of them as the virtual machine keeps them, which it only does of jars.
 */
public final class StartUpCache {
  private static final Path DIRECTORY = Path.of("target", "start-up");
  private static final int TRAINING_SECONDS = 60;

  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "-Djna.nosys=true",
          "-Xlog:disable",
          "-Xlog:all=off");

  private StartUpCache() {}

  /**
   * Makes it in {@code target} of this module.
   *
   * @param properties of the virtual machine, each with its {@code -D}
   * @param main the class to start
   * @param training arguments of the start from which it is made
   * @return the command that starts this class with it; its arguments are to follow
   */
  public static List<String> command(List<String> properties, String main, String... training) {
    try {
      Files.createDirectories(DIRECTORY);
      Path archive = DIRECTORY.resolve("classes.jsa").toAbsolutePath();
      Files.deleteIfExists(archive);
      List<String> program = new ArrayList<>(properties);
      program.addAll(List.of("-cp", jars(), main));
      train(java("-XX:ArchiveClassesAtExit=" + archive, program, training));
      return Files.exists(archive)
          ? java("-XX:SharedArchiveFile=" + archive, program)
          : java("-Xshare:auto", program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> java(String archive, List<String> program, String... arguments) {
    List<String> command = new ArrayList<>(JAVA);
    command.add(archive);
    command.addAll(program);
    command.addAll(List.of(arguments));
    return command;
  }

  /** The class path of these tests without the tests, and with jars in place of directories. */
  private static String jars() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isRegularFile(path)) {
        jars.add(entry);
      } else if (path.endsWith("classes")) {
        jars.add(jar(path, DIRECTORY.resolve(jars.size() + ".jar")));
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static String jar(Path directory, Path jar) {
    String file = jar.toAbsolutePath().toString();
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "-cf", file, "-C", directory.toString(), ".");
    if (code != 0) {
      throw new IllegalStateException("jar ended with " + code);
    }
    return file;
  }

  /** Whatever comes of it: where it fails, there are fewer classes to keep. */
  private static void train(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("pom.xml"))
            .redirectErrorStream(true)
            .redirectOutput(DIRECTORY.resolve("training.log").toFile());
    // what it succeeds with is nobody's progress
    builder.environment().put("XDG_STATE_HOME", DIRECTORY.resolve("state").toString());
    Process training = builder.start();
    try {
      if (!training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("hangs: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    } finally {
      training.destroyForcibly();
    }
  }
}
