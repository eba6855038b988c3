package dev.minidocker.labkit.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the scripts in bin/ make at their first start, for tests that start many processes: the
 * classes of one of them as the virtual machine keeps them, which it only does of jars, and JNA's
 * library unpacked; in {@link StartUpFiles}.
 */
public final class StartUpCache {
  private static final Path LOG = Path.of("target", "start-up");
  private static final int TRAINING_SECONDS = 120;

  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "-Djna.nosys=true",
          "-Djna.nounpack=true",
          "-Djna.boot.library.path=" + StartUpFiles.DIRECTORY,
          "-Xlog:disable",
          "-Xlog:all=off");

  private StartUpCache() {}

  /**
   * Makes it.
   *
   * @param properties of the virtual machine, each with its {@code -D}
   * @param main the class to start
   * @param training arguments of the start from which it is made
   * @return the command that starts this class with it; its arguments are to follow
   */
  public static List<String> command(List<String> properties, String main, String... training) {
    return command(List.of(), properties, main, training);
  }

  /**
   * The same.
   *
   * @param place a command line that runs another one, for the start from which it is made
   */
  public static List<String> command(
      List<String> place, List<String> properties, String main, String... training) {
    try {
      Files.createDirectories(LOG);
      Path archive = StartUpFiles.DIRECTORY.resolve("classes.jsa");
      StartUpFiles.unpackLibrary();
      List<String> program = new ArrayList<>(properties);
      program.addAll(List.of("-cp", StartUpFiles.jars(), main));
      List<String> start = new ArrayList<>(place);
      start.addAll(java("-XX:ArchiveClassesAtExit=" + archive, program, training));
      train(start);
      return Files.exists(archive)
          ? java("-XX:SharedArchiveFile=" + archive, program)
          : java("-Xshare:auto", program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The command that starts a class of the tests themselves with the same cache.
   *
   * @param command as {@link #command} made it
   * @param needed other classes of the tests without which it cannot work
   */
  public static List<String> withTests(List<String> command, Class<?> main, Class<?>... needed) {
    List<String> other = new ArrayList<>(command);
    int classPath = other.indexOf("-cp") + 1;
    other.set(
        classPath, other.get(classPath) + File.pathSeparator + StartUpFiles.jarOf(main, needed));
    other.set(classPath + 1, main.getName());
    return other;
  }

  private static List<String> java(String archive, List<String> program, String... arguments) {
    List<String> command = new ArrayList<>(JAVA);
    command.add(archive);
    command.addAll(program);
    command.addAll(List.of(arguments));
    return command;
  }

  /** Whatever comes of it: where it fails, there are fewer classes to keep. */
  private static void train(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("pom.xml"))
            .redirectErrorStream(true)
            .redirectOutput(LOG.resolve("training.log").toFile());
    // what it succeeds with is nobody's progress, and nobody's network
    String state = LOG.resolve("state").toAbsolutePath().toString();
    builder.environment().putAll(Map.of("XDG_STATE_HOME", state, "MINI_DOCKER_ROOT", state));
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
