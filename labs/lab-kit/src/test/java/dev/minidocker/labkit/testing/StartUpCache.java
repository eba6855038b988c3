package dev.minidocker.labkit.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * What the scripts in bin/ make at their first start, for tests that start many processes: the
 * classes of one of them as the virtual machine keeps them, which it only does of jars.
 */
public final class StartUpCache {
  private static final Path DIRECTORY = Path.of("target", "start-up");

  private StartUpCache() {}

  /**
   * Makes it in {@code target} of this module.
   *
   * @param java how java is started by all of them
   * @param main the class that they start, and arguments for the one from which it is made
   * @return options by which java starts with it, the class path among them
   */
  public static List<String> make(List<String> java, String... main) {
    try {
      Files.createDirectories(DIRECTORY);
      Path archive = DIRECTORY.resolve("classes.jsa").toAbsolutePath();
      Files.deleteIfExists(archive);
      List<String> classPath = List.of("-cp", jars());
      train(java, archive, classPath, List.of(main));
      List<String> options = new ArrayList<>(List.of("-Xlog:disable", "-Xlog:all=off"));
      if (Files.exists(archive)) {
        options.add("-XX:SharedArchiveFile=" + archive);
      }
      options.addAll(classPath);
      return options;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
  private static void train(
      List<String> java, Path archive, List<String> classPath, List<String> main)
      throws IOException {
    List<String> command = new ArrayList<>(java);
    command.add("-XX:ArchiveClassesAtExit=" + archive);
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=off"));
    command.addAll(classPath);
    command.addAll(main);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("pom.xml"))
            .redirectErrorStream(true)
            .redirectOutput(DIRECTORY.resolve("training.log").toFile());
    // what it succeeds with is nobody's progress
    builder.environment().put("XDG_STATE_HOME", DIRECTORY.resolve("state").toString());
    Process training = builder.start();
    try {
      training.waitFor();
    } catch (InterruptedException e) {
      training.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
