package dev.minidocker.cli;

import dev.minidocker.engine.Mechanisms;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.labkit.check.Chapter;
import dev.minidocker.labkit.check.Grader;
import dev.minidocker.labkit.check.Verdict;
import dev.minidocker.labkit.check.WorkingDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The mechanisms that a learner wrote, which {@code exercises/} names as services; the labs' own
 * for the rest. What fails its checks is not used.
 */
final class LearnersMechanisms {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String SERVICES = "META-INF/services";

  private LearnersMechanisms() {}

  static Mechanisms ofThisCheckout() {
    return in(Path.of(System.getProperty("launch.root", "")).toAbsolutePath());
  }

  /**
   * Compiles and checks what is there.
   *
   * @throws StartFailure if there is nothing, or if it does not pass
   */
  static Mechanisms in(Path checkout) {
    List<Chapter> pluggable =
        Chapter.all(checkout).stream().filter(chapter -> !plugs(chapter).isEmpty()).toList();
    if (pluggable.isEmpty()) {
      throw new StartFailure("--mine: there are no exercises in " + checkout.resolve("exercises"));
    }
    Mechanisms mechanisms = Mechanisms.REFERENCE;
    for (Chapter chapter : pluggable) {
      mechanisms = with(chapter, mechanisms);
    }
    return mechanisms;
  }

  private static Mechanisms with(Chapter chapter, Mechanisms others) {
    try (WorkingDirectory scratch = WorkingDirectory.temporary()) {
      for (String plug : plugs(chapter)) {
        String className = plug.substring(plug.lastIndexOf('.') + 1);
        new Grader(chapter, LIMIT, begun -> {}, decided -> {})
            .grade(chapter.work(), className, scratch.path()).stream()
                .filter(verdict -> !verdict.passed())
                .findFirst()
                .ifPresent(verdict -> refuse(chapter, verdict));
      }
      return load(chapter, scratch.path().resolve("work"), others);
    }
  }

  private static void refuse(Chapter chapter, Verdict verdict) {
    String place =
        verdict.file().isEmpty() ? "" : " (" + verdict.file() + ":" + verdict.line() + ")";
    throw new StartFailure(
        "--mine: your %s mechanism is not used, since it does not hold that %s%s. See bin/lab check %s"
            .formatted(chapter.topic(), verdict.title(), place, chapter.topic()));
  }

  /** Makes the mechanisms while their classes are still there. */
  private static Mechanisms load(Chapter chapter, Path classes, Mechanisms others) {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {url(classes), url(chapter.services())},
            LearnersMechanisms.class.getClassLoader())) {
      preload(classes, loader);
      return others.with(
          new Mechanisms.Replacement() {
            @Override
            public <T> T of(Class<T> mechanism, T present) {
              return ServiceLoader.load(mechanism, loader).findFirst().orElse(present);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A class that is first needed later would not be found: the directory is gone then. */
  private static void preload(Path classes, ClassLoader loader) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String path = classes.relativize(file).toString();
        loader.loadClass(path.substring(0, path.length() - ".class".length()).replace('/', '.'));
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the compiler wrote a class that is not one", e);
    }
  }

  private static URL url(Path directory) throws MalformedURLException {
    return directory.toUri().toURL();
  }

  /** The classes that a chapter offers as mechanisms. */
  private static List<String> plugs(Chapter chapter) {
    Path services = chapter.services().resolve(SERVICES);
    if (!Files.isDirectory(services)) {
      return List.of();
    }
    List<String> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(services)) {
      for (Path file : files.toList()) {
        Files.readAllLines(file).stream().filter(line -> !line.isBlank()).forEach(classes::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return classes;
  }
}
