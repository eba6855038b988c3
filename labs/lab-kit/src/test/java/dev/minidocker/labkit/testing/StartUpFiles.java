package dev.minidocker.labkit.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Jars of these tests' class path in a directory that every user can read, as long as this process
 * lives. The virtual machine uses the classes that it has kept for the same jars at the same paths
 * only, whoever starts it.
 */
final class StartUpFiles {
  static final Path DIRECTORY = forEverybody();

  private StartUpFiles() {}

  private static Path forEverybody() {
    try {
      Path directory = Files.createTempDirectory("md-start-up");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void unpackLibrary() throws IOException {
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86-64";
    String name = "libjnidispatch.so";
    String resource = "/com/sun/jna/linux-" + processor + "/" + name;
    try (InputStream library = StartUpCache.class.getResourceAsStream(resource)) {
      Path file = DIRECTORY.resolve(name);
      Files.copy(library, file);
      readable(file);
    }
  }

  /** The class path of these tests without the tests, and with jars in place of directories. */
  static String jars() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      Path jar = DIRECTORY.resolve(jars.size() + ".jar");
      if (Files.isRegularFile(path)) {
        jars.add(readable(Files.copy(path, jar)).toString());
      } else if (path.endsWith("classes")) {
        jars.add(jar(jar, List.of("-C", entry, ".")).toString());
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static Path jar(Path jar, List<String> content) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-cf", jar.toString()));
    arguments.addAll(content);
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("jar ended with " + code);
    }
    return readable(jar);
  }

  private static Path readable(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** A jar of classes of the tests. */
  static Path jarOf(Class<?> main, Class<?>... needed) {
    List<String> content = new ArrayList<>();
    Stream.concat(Stream.of(main), Stream.of(needed))
        .forEach(one -> content.addAll(List.of("-C", directory(one), file(one))));
    try {
      return jar(DIRECTORY.resolve(main.getSimpleName() + ".jar"), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String directory(Class<?> one) {
    return one.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static String file(Class<?> one) {
    return one.getName().replace('.', '/') + ".class";
  }
}
