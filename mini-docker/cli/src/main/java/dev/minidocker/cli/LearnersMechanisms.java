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
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The mechanisms that a learner wrote, which {@code exercises/} names as services; the labs' own
 * for the rest. What fails its checks is not used.
 */
final class LearnersMechanisms {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String SERVICES = "META-INF/services";

  private LearnersMechanisms() {}

  /** Those of the checkout that this was started from. */
  static Mechanisms ofThisCheckout(Consumer<String> notUsed) {
    return in(Path.of(System.getProperty("launch.root", "")).toAbsolutePath(), notUsed);
  }

  /**
   * Compiles and checks what is there.
   *
   * @param notUsed is told of every mechanism that does not pass while another one does
   * @throws StartFailure if there is nothing, or if nothing passes
   */
  static Mechanisms in(Path checkout, Consumer<String> notUsed) {
    List<Chapter> pluggable =
        Chapter.all(checkout).stream().filter(chapter -> !plugs(chapter).isEmpty()).toList();
    if (pluggable.isEmpty()) {
      throw new StartFailure("--mine: there are no exercises in " + checkout.resolve("exercises"));
    }
    List<String> refusals = new ArrayList<>();
    Mechanisms mechanisms = Mechanisms.REFERENCE;
    for (Chapter chapter : pluggable) {
      try (WorkingDirectory scratch = WorkingDirectory.temporary()) {
        Optional<Verdict> failed = failed(chapter, scratch.path());
        failed.map(verdict -> refusal(chapter, verdict)).ifPresent(refusals::add);
        if (failed.isEmpty()) {
          mechanisms = load(chapter, scratch.path().resolve("work"), mechanisms);
        }
      }
    }
    if (refusals.size() == pluggable.size()) {
      throw new StartFailure(refusals.get(0));
    }
    refusals.forEach(notUsed);
    return mechanisms;
  }

  /** The first check that a chapter's mechanisms do not pass; their classes are in scratch then. */
  private static Optional<Verdict> failed(Chapter chapter, Path scratch) {
    Grader grader = new Grader(chapter, LIMIT, begun -> {}, decided -> {});
    return plugs(chapter).stream()
        .map(plug -> plug.substring(plug.lastIndexOf('.') + 1))
        .flatMap(className -> grader.grade(chapter.work(), className, scratch).stream())
        .filter(verdict -> !verdict.passed())
        .findFirst();
  }

  private static String refusal(Chapter chapter, Verdict verdict) {
    String place =
        verdict.file().isEmpty() ? "" : " (" + verdict.file() + ":" + verdict.line() + ")";
    String why =
        verdict.name().equals(chapter.topic() + "/compiles") && !verdict.lines().isEmpty()
            ? "it does not compile: " + verdict.lines().get(0).text()
            : "it does not hold that " + verdict.title() + place;
    return "--mine: your %s mechanism is not used, since %s. See bin/lab check %s"
        .formatted(chapter.topic(), why, chapter.topic());
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
              return ServiceLoader.load(mechanism, loader)
                  .findFirst()
                  .map(mine -> LearnersCode.guarded(mechanism, mine, chapter.topic()))
                  .orElse(present);
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
